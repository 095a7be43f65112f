extension StatusReport {
    /// The report in Prometheus's text format
    /// (<https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>).
    var metrics: String {
        var text = ""
        func family(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: Int64)]) {
            text += "# HELP storyd_\(name) \(help)\n# TYPE storyd_\(name) \(type)\n"
            for sample in samples { text += "storyd_\(name)\(sample.labels) \(sample.value)\n" }
        }
        func gauge(_ name: String, _ help: String, _ value: Int64) { family(name, "gauge", help, [("", value)]) }
        family(
            "decisions_total", "counter", "Decisions since the start, by outcome.",
            decisions.sorted { $0.key < $1.key }.map { ("{outcome=\"\($0.key)\"}", Int64($0.value)) })
        family("files_put_away_total", "counter", "Files put away since the start.", [("", Int64(filesPutAway))])
        gauge("articles", "Articles known.", Int64(articles))
        gauge("stories", "Stories known.", Int64(stories))
        gauge("settling_files", "Files seen that are not complete yet.", Int64(settling))
        gauge("queued_files", "Files taken and not decided yet.", Int64(queued))
        gauge("unconfirmed_entries", "Entries not yet seen in the journal.", Int64(unconfirmed))
        gauge("watched_directories", "Directories watched by inotify.", Int64(watchedDirectories))
        gauge("polled_directories", "Directories looked at by the clock instead.", Int64(polledDirectories))
        gauge("degraded_reasons", "Things that are not as they should be.", Int64(degraded.count))
        gauge("ledger_bytes", "Size of the ledger's file.", ledgerBytes)
        gauge("start_time_seconds", "When the daemon started, seconds since 1970.", startedAt)
        family("build_info", "gauge", "The version that runs.", [("{version=\"\(version)\"}", 1)])
        return text
    }
}
