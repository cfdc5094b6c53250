"""The council's own look: name, welcome, colours and logo, set by an administrator on a page."""
