"""The broker of the embedded default: messages as files in a private folder.

kombu's own file transport writes a message in place, so that a reader may meet a half-written file and fall over it.
Here a message appears under its name only when it is complete.
"""

import os
import time
import uuid
from pathlib import Path

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict, **kwargs: object) -> None:
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        part = folder / f"{name}.part"
        try:
            part.write_text(dumps(payload))
            os.replace(part, folder / name)
        except OSError as error:
            raise ChannelError(f"cannot write a message to {folder}") from error


class Transport(filesystem.Transport):
    Channel = Channel
    driver_name = "coopnet-files"


TRANSPORT_ALIASES["coopnet-files"] = "coopnet.broker:Transport"
