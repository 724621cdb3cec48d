"""The findings: one module a question, frames or a graph in, one frame out."""
