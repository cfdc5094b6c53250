"""Paper beside the phones: the questions to print, keying what comes back, and a second keying of a sample."""
