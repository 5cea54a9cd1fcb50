"""Why the operating system refused, in both languages: it speaks its own, which the user may not read."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path

_CHINESE = {
    errno.ENOENT: "找不到",
    errno.ENOEXEC: "不是本机能运行的程序",
    errno.E2BIG: "参数太长",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接循环",
    errno.EIO: "读写出错",
    errno.ENODEV: "设备不在",
    errno.ENXIO: "设备不在",
    errno.EBUSY: "正被占用",
    errno.ETXTBSY: "正被占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EROFS: "只读",
    errno.ENOSPC: "空间已满",
    errno.EINVAL: "系统不接受",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; a `Fault`'s sentence takes the language that is asked for."""

    zh: str
    en: str


def reason_of(error: OSError) -> Reason:
    """What `error` says. One without words here is named by its number, which a maintainer can look up."""
    number = errno.EISDIR if _a_folder(error) else error.errno or 0
    english = os.strerror(number) if number else type(error).__name__
    return Reason(_CHINESE.get(number, f"系统错误 {number}" if number else "原因不明"), english)


def _a_folder(error: OSError) -> bool:
    """Windows calls opening a folder as a file a want of permission, with no number of its own."""
    windows = isinstance(error, PermissionError) and getattr(error, "winerror", 0) is None
    return windows and isinstance(error.filename, str | os.PathLike) and Path(error.filename).is_dir()
