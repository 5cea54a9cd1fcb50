"""What a desk does, a file per family of acts. Qt-free; the only caller of the layers below."""
