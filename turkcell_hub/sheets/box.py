"""The rectangle around the filled cells of one sheet."""


class Box:
    """Grows with each cell; `cells` is what the reading library will reserve memory for."""

    def __init__(self) -> None:
        self.top = self.left = 1 << 31
        self.bottom = self.right = -1

    def add(self, top: int, bottom: int, left: int, right: int) -> None:
        self.top, self.bottom = min(self.top, top), max(self.bottom, bottom)
        self.left, self.right = min(self.left, left), max(self.right, right)

    @property
    def cells(self) -> int:
        if self.bottom < 0:
            return 0
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)
