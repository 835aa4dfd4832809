from tests.answerable import consultation, phase, write

__all__ = ["consultation", "phase", "write"]
