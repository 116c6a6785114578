/** The fetcher for coap and coaps. Start at {@link io.moult.client.delivery.californium.CoapFetcher}. */
@org.jspecify.annotations.NullMarked
package io.moult.client.delivery.californium;
