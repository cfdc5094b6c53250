"""Pages of the site itself: home, results, help, receipts, and the pages that operations look at."""
