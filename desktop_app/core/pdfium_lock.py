"""PDFium may be used by one thread at a time, whichever part of the program it draws for."""

import threading

PDFIUM = threading.Lock()
