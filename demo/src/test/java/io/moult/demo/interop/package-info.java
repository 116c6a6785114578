/**
 * Moult against other people's ends, over real sockets and real DTLS: stock Leshan, libcoap, and devices played by hand
 * that do what real devices were seen to do. Start at {@link io.moult.demo.interop.ScriptedDevice}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.demo.interop;
