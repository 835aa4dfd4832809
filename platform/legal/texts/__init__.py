"""The legal pages' texts, for the law as it stood in November 2026. Each file names its sources."""
