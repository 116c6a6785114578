/**
 * How a package and its payload reach the device: pushed block by block, or fetched from an address by a fetcher for
 * its scheme. No network library here. Start at {@link io.moult.client.delivery.PackageIntake} for what happens to the
 * octets, and at {@link io.moult.client.delivery.PayloadFetcher} to add a scheme.
 */
@org.jspecify.annotations.NullMarked
package io.moult.client.delivery;
