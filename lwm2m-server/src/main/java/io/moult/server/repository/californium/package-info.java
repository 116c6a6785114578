/** The firmware server on CoAP: images and releases block by block. Californium is named here, Leshan is not. */
@org.jspecify.annotations.NullMarked
package io.moult.server.repository.californium;
