/**
 * What lies where in a device's flash, as data: components, their slots, envelopes, journal, and who may touch what. No
 * code differs by topology. Start at {@link io.moult.boot.topology.Topology}; ready-made ones are in {@link
 * io.moult.boot.topology.Topologies}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.topology;
