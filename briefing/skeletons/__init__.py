"""The skeletons of new briefings."""
