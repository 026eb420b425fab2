"""Renderers: each receives a finished Document and answers an Artifact, and touches nothing else."""
