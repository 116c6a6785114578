/**
 * The firmware server: releases and images as files, served block by block. The CoAP side is in
 * {@code repository.californium}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server.repository;
