package io.moult.demo.bench.child;

import io.moult.demo.bench.End;
import io.moult.demo.bench.lwm2m.StockDevices;
import io.moult.demo.bench.lwm2m.StockServer;

/** Which implementation plays which part. */
final class Ends {

    private Ends() {}

    static ServerEnd server(End end, RunConfig config) {
        return switch (end) {
            case STOCK -> new StockServer(config, System::nanoTime);
            case MOULT -> throw new UnsupportedOperationException("not yet");
        };
    }

    static DevicesEnd devices(End end, RunConfig config) {
        return switch (end) {
            case STOCK -> new StockDevices(config);
            case MOULT -> throw new UnsupportedOperationException("not yet");
        };
    }
}
