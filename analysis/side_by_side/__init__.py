"""Two campaigns that asked the same: their results read together, never added up."""
