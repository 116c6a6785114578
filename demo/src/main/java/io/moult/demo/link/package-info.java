/**
 * A link between a device and a server on loopback: delay, loss and a changed address, repeatable by seed. Knows
 * datagrams, not what is in them but for DTLS's outermost octet. Start at {@link io.moult.demo.link.LinkEmulator}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.demo.link;
