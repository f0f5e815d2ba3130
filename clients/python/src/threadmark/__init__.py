"""Client of Threadmark."""

from threadmark.background import BackgroundSender
from threadmark.client import AsyncClient, Client
from threadmark.errors import ApiError, ExportFailed, Rejected, Rejection, ThreadmarkError, Unavailable
from threadmark.events import Accepted
from threadmark.exports import Export, Package
from threadmark.listing import AsyncListing, Listing, Page
from threadmark.query import ThreadsQueryParams, TracesQueryParams
from threadmark.stream import ThreadEvent

__all__ = [
    "Accepted",
    "ApiError",
    "AsyncClient",
    "AsyncListing",
    "BackgroundSender",
    "Client",
    "Export",
    "ExportFailed",
    "Listing",
    "Package",
    "Page",
    "Rejected",
    "Rejection",
    "ThreadEvent",
    "ThreadmarkError",
    "ThreadsQueryParams",
    "TracesQueryParams",
    "Unavailable",
]
