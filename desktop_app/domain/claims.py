"""What the program may say of its own protection, in the one wording that every export shows.

Cryptography Law, art. 7, 8 and 14: only 核心密码 and 普通密码 protect state secrets. What is used here is commercial
cryptography, which takes nothing off a carrier's level.
"""

from desktop_app.domain.findings import bilingual

#: Stands at every sealing and at every file in plain text.
CARRIER = bilingual("加密仅为附加防护，介质仍按相应密级涉密载体管理。")
