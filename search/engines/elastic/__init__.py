"""The engine of more than one machine: an Elasticsearch cluster."""

from search.engines.elastic.engine import Cluster, ElasticEngine

__all__ = ["Cluster", "ElasticEngine"]
