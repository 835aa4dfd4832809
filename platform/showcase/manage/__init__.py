"""The workspace's pages for the look of the site, its home page, its menus, its news."""
