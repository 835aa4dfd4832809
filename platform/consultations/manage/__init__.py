"""The workspace's pages: what the team sees and does."""
