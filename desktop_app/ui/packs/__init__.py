"""The policy packs of this desk: which is current, who signed it, what is different, import and export."""
