package io.moult.demo.link;

/**
 * What has passed a link so far, as somebody sees it who listens on the wire.
 *
 * @param toServer datagrams handed on to the server
 * @param toDevice datagrams handed on to devices
 * @param lost datagrams lost, both ways
 * @param withConnectionIdToServer of those to the server, DTLS records that carry a connection ID (RFC 9146, type 25)
 * @param handshakesToServer of those to the server, DTLS handshake records (type 22)
 */
public record LinkCounts(
        long toServer, long toDevice, long lost, long withConnectionIdToServer, long handshakesToServer) {
    static final LinkCounts NONE = new LinkCounts(0, 0, 0, 0, 0);

    LinkCounts plusToServer(int firstOctet) {
        return new LinkCounts(
                toServer + 1,
                toDevice,
                lost,
                withConnectionIdToServer + (firstOctet == 25 ? 1 : 0),
                handshakesToServer + (firstOctet == 22 ? 1 : 0));
    }

    LinkCounts plusToDevice() {
        return new LinkCounts(toServer, toDevice + 1, lost, withConnectionIdToServer, handshakesToServer);
    }

    LinkCounts plusLost() {
        return new LinkCounts(toServer, toDevice, lost + 1, withConnectionIdToServer, handshakesToServer);
    }
}
