"""Renderers: each receives a finished Document and answers an Artifact. None writes a file."""
