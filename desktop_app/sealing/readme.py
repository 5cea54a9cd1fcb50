"""README.txt on the medium: how to check and open the package without this program, in Chinese and English."""

from msgspec import UNSET

from desktop_app.crypto import mldsa, sshsig
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.sealing import bag, cards, names
from desktop_app.sealing.manifest import MANIFEST_NAMESPACE, SEAL_NAMESPACE
from desktop_app.sealing.suites import SUITES

_TEXT = """\
封卷封装包 / Fengjuan sealed package
{package_id}

本文件夹是一个封装包，只有收件单位的密钥能打开。请勿改名、删除或添加文件。
This folder is one sealed package; only the receiving desk's key opens it. Rename, remove or add nothing.

发件方密钥 / sender's key id   {sender}
收件方密钥 / recipients' ids   {recipients}

不用本程序也能核验和打开，只需公开工具（{tool_zh}、ssh-keygen、tar、sha256sum）：
It can be checked and opened without the program, with public tools ({tool_en}, ssh-keygen, tar, sha256sum):

1. 核验封条签名（allowed 文件的内容见下一行；公钥请与发件方名片或纸质指纹核对）
   Check the seal's signature (the next line is the content of the file "allowed"; compare the key with the
   sender's card or printed fingerprint)

   desk namespaces="{seal_namespace},{manifest_namespace}" {key}

   ssh-keygen -Y verify -f allowed -I desk -n {seal_namespace} -s {signature} < {seal}

2. 核对各卷摘要：与 {seal} 中 cipher.volumes 的 sha256 相同
   Compare the volumes' digests with cipher.volumes in {seal}

   sha256sum {volumes}

3. 打开（key.txt 内为收件方的 AGE-SECRET-KEY-…）
   Open (key.txt holds the recipient's AGE-SECRET-KEY-…)

   cat {volumes} | age -d -i key.txt | tar x

4. 核验内层签名和每个文件
   Check the inner signature and every file

   cd {package_id}
   ssh-keygen -Y verify -f ../allowed -I desk -n {manifest_namespace} -s {inner_signature} < {inner}
   sha256sum -c manifest-sha256.txt
   sha256sum -c tagmanifest-sha256.txt

   {inner} 中的 recipients 应有收件方自己；原文件名也在其中。
   {inner} must name you among its recipients; it also holds the files' own names.
"""


_SECOND = """
5. 核验两处后量子签名（ML-DSA-65，openssl 3.5 或更高版本；在本文件夹内，key.pem 的内容见文末）
   Check both post-quantum signatures (ML-DSA-65, openssl 3.5 or later; in this folder, key.pem as below)

   {seal_command}
   {inner_command}

{pem}
"""


def _second(package_id: str, public: bytes) -> str:
    """How to check what stands beside the Ed25519 signatures."""
    verify = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in {0} -sigfile {1} -pkeyopt context-string:{2}"
    return _SECOND.format(
        seal_command=verify.format(names.SEAL, names.LATTICE_SIGNATURE, SEAL_NAMESPACE),
        inner_command=verify.format(
            f"{package_id}/{bag.MANIFEST}", f"{package_id}/{bag.LATTICE_SIGNATURE}", MANIFEST_NAMESPACE
        ),
        pem=mldsa.public_pem(public),
    )


def text(package_id: str, suite: Suite, sender: ContactCard, recipients: list[str], volumes: list[str]) -> bytes:
    """The file's bytes: UTF-8 with a mark and CRLF, because it is read on Windows by double-click."""
    tool_zh, tool_en = SUITES[suite].tool
    filled = _TEXT.format(
        package_id=package_id,
        sender=cards.key_id(sender),
        recipients=", ".join(recipients),
        key=sshsig.public_line(bytes.fromhex(sender.signing_key)),
        tool_zh=tool_zh,
        tool_en=tool_en,
        volumes=" ".join(volumes) if len(volumes) < 4 else f"{package_id}.age.*",
        seal=names.SEAL,
        signature=names.SIGNATURE,
        seal_namespace=SEAL_NAMESPACE,
        manifest_namespace=MANIFEST_NAMESPACE,
        inner=bag.MANIFEST,
        inner_signature=bag.SIGNATURE,
    )
    if sender.signing_key_post_quantum is not UNSET:
        filled += _second(package_id, bytes.fromhex(sender.signing_key_post_quantum))
    return filled.replace("\n", "\r\n").encode("utf-8-sig")
