"""Files of views that staff send in by a page: looked at first, then brought in by a worker."""
