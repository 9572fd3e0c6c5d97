"""No test reaches another machine."""

import socket
import urllib.request

import pytest

from tests.fixtures.network import ReachesOut


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_connecting_elsewhere_fails_at_once(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as probe, pytest.raises(ReachesOut):
        probe.connect(address)


def test_looking_up_elsewhere_fails_at_once():
    with pytest.raises(ReachesOut):
        socket.getaddrinfo("coopnet.example", 443)
    with pytest.raises(ReachesOut):
        urllib.request.urlopen("https://coopnet.example/")


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=2).close()
