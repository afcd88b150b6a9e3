"""How good detection is: precision, recall and F against articles that were marked by hand."""
