"""Text to callable: files, cache, source map.

`places` says where a derivative's file is, `cache` when it may be used again, `module` runs it, `linemap` leads from
its lines back to the user's, `notes` tells a user which of his lines an error inside it is about.
"""

from tangentx.loader.module import load

__all__ = ["load"]
