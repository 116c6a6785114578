package io.moult.demo.bench.child;

import io.moult.demo.bench.End;
import io.moult.demo.bench.lwm2m.StockDevices;
import io.moult.demo.bench.lwm2m.StockServer;
import io.moult.demo.bench.moult.MoultDevices;
import io.moult.demo.bench.moult.MoultServer;

/** Which implementation plays which part. */
final class Ends {

    private Ends() {}

    static ServerEnd server(End end, RunConfig config) {
        return switch (end) {
            case STOCK -> new StockServer(config, System::nanoTime);
            case MOULT -> new MoultServer(config, System::nanoTime);
        };
    }

    static DevicesEnd devices(End end, RunConfig config) {
        return switch (end) {
            case STOCK -> new StockDevices(config);
            case MOULT -> new MoultDevices(config);
        };
    }
}
