/** Statistics over the runs of a benchmark, and how they are printed: as a table and as JSON. */
@NullMarked
package io.moult.demo.bench.report;

import org.jspecify.annotations.NullMarked;
