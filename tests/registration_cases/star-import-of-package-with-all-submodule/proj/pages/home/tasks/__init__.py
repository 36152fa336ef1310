__all__ = ["binning"]
