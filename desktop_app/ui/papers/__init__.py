"""Papers (材料与打印): annex 1 with its counts, the page as it prints, printing, and the register of copies."""
