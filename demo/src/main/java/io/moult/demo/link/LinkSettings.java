package io.moult.demo.link;

/**
 * How a link behaves.
 *
 * @param delayMillis how long each datagram is on its way, in each direction
 * @param lossPermille how many of a thousand datagrams are lost
 * @param seed what decides which
 */
public record LinkSettings(int delayMillis, int lossPermille, long seed) {
    public LinkSettings {
        if (delayMillis < 0 || delayMillis > 60_000) {
            throw new IllegalArgumentException("delay of " + delayMillis + " ms: 0 to 60000");
        }
        if (lossPermille < 0 || lossPermille > 1000) {
            throw new IllegalArgumentException("loss of " + lossPermille + " in a thousand: 0 to 1000");
        }
    }

    /** No loss. */
    public static LinkSettings delayed(int delayMillis) {
        return new LinkSettings(delayMillis, 0, 1);
    }
}
