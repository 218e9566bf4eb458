// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of settings, in the order in which they are shown:
// SETTING(key, kind, "name", default, description, traits of settings_table.cpp such as bounds(…), …)
// It is included where SETTING is defined, more than once and so without a guard.
// clang-format off
SETTING(ModelUsageTrackerEnabled, Flag, "model_usage_tracker_enabled", true,
        MD_TEXT("Unload models by themselves when nobody uses them"), specification())
SETTING(ModelUsageTrackerCleanupInterval, Seconds, "model_usage_tracker_cleanup_interval", 60,
        MD_TEXT("Time between two sweeps that compare what is believed with what is loaded"),
        specification(), bounds(1, 24 * 3600))
SETTING(VisionEmbeddingVramTimeout, Seconds, "model_usage_tracker_vision_embedding_vram_timeout", 600,
        MD_TEXT("Idle time after which a vision model leaves the GPU's memory; 0 is never"),
        specification(), bounds(0, year))
SETTING(VisionEmbeddingRamTimeout, Seconds, "model_usage_tracker_vision_embedding_ram_timeout", 1800,
        MD_TEXT("Idle time after which a vision model leaves the system's memory; 0 is never"),
        specification(), bounds(0, year))
SETTING(EmbeddingModelVramTimeout, Seconds, "model_usage_tracker_embedding_model_vram_timeout", 600,
        MD_TEXT("Idle time after which a text model leaves the GPU's memory; 0 is never"),
        specification(), bounds(0, year))
SETTING(EmbeddingModelRamTimeout, Seconds, "model_usage_tracker_embedding_model_ram_timeout", 1800,
        MD_TEXT("Idle time after which a text model leaves the system's memory; 0 is never"),
        specification(), bounds(0, year))
SETTING(MemoryPressureThreshold, Real, "lazy_loading_unloading_memory_pressure_threshold", 0.8,
        MD_TEXT("Share of memory in use from which models are unloaded early. Below it, stalls (programs that wait for memory) count as high pressure at most"),
        specification(), bounds(0.0, 1.0))
SETTING(MemoryPressureTimeout, Seconds, "lazy_loading_unloading_memory_pressure_timeout", 60,
        MD_TEXT("Idle time after which a model is unloaded under memory pressure; 0 is at once"),
        specification(), bounds(0, year))
SETTING(PressureUnloadPolicy, Choice, "pressure_unload_policy", u"lru"_s,
        MD_TEXT("Which model goes first under pressure: the least recently used, or the cheapest to load again"),
        choices({u"lru"_s, u"cost_aware"_s}), open())
SETTING(PressureOverridesPins, Flag, "pressure_overrides_pins", true,
        MD_TEXT("Unload pinned models too when the pressure is critical"), open())
SETTING(PressureDropsPageCache, Flag, "pressure_drops_page_cache", true,
        MD_TEXT("Under pressure, let go of the cached file of a model that was unloaded"))
SETTING(MemoryHeadroom, Integer, "memory_headroom", 512,
        MD_TEXT("Memory that must stay free after a load"), bounds(0, 1'048'576), unit("MiB"), open())
SETTING(RestApiEnabled, Flag, "rest_api_enabled", false,
        MD_TEXT("Serve the REST API"))
SETTING(RestApiAddress, Addresses, "rest_api_address", QStringList{u"127.0.0.1"_s, u"::1"_s},
        MD_TEXT("IP addresses on which the REST API listens; any but loopback needs a token"),
        option("listen", "ADDRESS"))
SETTING(RestApiPort, Integer, "rest_api_port", 7000,
        MD_TEXT("TCP port of the REST API; 0 is any free one"), bounds(0, 65535), option("port", "N"))
SETTING(RestApiTokenFile, Path, "rest_api_token_file", QString(),
        MD_TEXT("File with the token that calls of the REST API must carry"), option("token-file", "FILE"))
SETTING(RestApiAuthReads, Flag, "rest_api_auth_reads", false,
        MD_TEXT("Ask for the token on loopback also for calls that only read"))
SETTING(RestApiAllowedHosts, Hosts, "rest_api_allowed_hosts", QStringList(),
        MD_TEXT("Host names, beyond loopback and the address bound, under which the REST API answers"))
SETTING(RestApiAllowedOrigins, Origins, "rest_api_allowed_origins", QStringList(),
        MD_TEXT("Origins of web pages that may call the REST API, such as https://example.org"))
SETTING(RestApiTlsCertificate, Path, "rest_api_tls_certificate", QString(),
        MD_TEXT("PEM file with the certificate for HTTPS, for connections to come; needs the key too"))
SETTING(RestApiTlsKey, Path, "rest_api_tls_key", QString(),
        MD_TEXT("PEM file with the private key for HTTPS; needs the certificate too"))
SETTING(RestApiMaxHeaderBytes, Integer, "rest_api_max_header_bytes", 16 * 1024,
        MD_TEXT("Longest request header"), bounds(1024, mebi), unit("bytes"))
// Half of a frame to the runner, so that what a body holds always fits into one.
SETTING(RestApiMaxBodyBytes, Integer, "rest_api_max_body_bytes", 64 * mebi,
        MD_TEXT("Longest request body"), bounds(1024, 128 * mebi), unit("bytes"))
SETTING(RestApiMaxConnections, Integer, "rest_api_max_connections", 256,
        MD_TEXT("Most connections at one time"), bounds(1, 65535))
SETTING(RestApiHeaderTimeout, Seconds, "rest_api_header_timeout", 10,
        MD_TEXT("Time in which a request's header must arrive"), bounds(1, 3600))
SETTING(RestApiBodyTimeout, Seconds, "rest_api_body_timeout", 60,
        MD_TEXT("Time in which a request's body must arrive"), bounds(1, 3600))
SETTING(VisionDefaultModel, ModelId, "vision_default_model", u"ViT-L-14/openai"_s,
        MD_TEXT("Vision model for calls that name none"), open())
SETTING(TextDefaultModel, ModelId, "text_default_model", u"mxbai-embed-large"_s,
        MD_TEXT("Text model for calls that name none"), open())
SETTING(MaxLoadedModels, Integer, "max_loaded_models", 2,
        MD_TEXT("Most vision models loaded at one time"), bounds(1, 64), open())
SETTING(MaxQueuedRequests, Integer, "max_queued_requests", 512,
        MD_TEXT("Most requests that wait for one model"), bounds(1, 100000))
SETTING(MaxImagePixels, Integer, "max_image_pixels", 50'000'000,
        MD_TEXT("Largest image that is decoded"), bounds(1, 1'000'000'000), unit("pixels"))
SETTING(ImageDecodeSeconds, Seconds, "image_decode_seconds", 2,
        MD_TEXT("Processor time that an image may take to decode, from the next load on; "
                "each megapixel adds a tenth of a second"),
        bounds(1, 60))
SETTING(ModelsDirectories, PathList, "models_directories", QStringList(),
        MD_TEXT("Folders with models, as FOLDER/architecture/weights"), option("models-dir", "DIR"))
SETTING(ClipDevice, Choice, "clip_device", u"auto"_s,
        MD_TEXT("Where vision models compute, from the next load on; auto is the GPU where the runner can use one"),
        choices({u"auto"_s, u"cpu"_s, u"cuda"_s}))
SETTING(ClipDtype, Choice, "clip_dtype", u"auto"_s,
        MD_TEXT("Number format in which vision models compute, from the next load on; auto is the fastest of this CPU"),
        choices({u"auto"_s, u"float32"_s, u"bfloat16"_s}))
SETTING(ClipThreads, Integer, "clip_threads", 0,
        MD_TEXT("CPU threads of a vision model, from the next load on; 0 is by the number of cores"),
        bounds(0, 1024))
SETTING(RunnerProgram, Path, "runner_program", QString(),
        MD_TEXT("Another modeldeck-runner, such as one built with CUDA, from the next load on; empty is our own"))
SETTING(OllamaEnabled, Flag, "ollama_enabled", true,
        MD_TEXT("Use text models through Ollama"))
SETTING(OllamaHost, Url, "ollama_host", u"http://127.0.0.1:11434"_s,
        MD_TEXT("Where Ollama answers"))
//127.0.0.1:11434"_s, MD_TEXT("Where Ollama answers")),
SETTING(OllamaManageExternal, Flag, "ollama_manage_external", false,
        MD_TEXT("Also unload models that other programs loaded in Ollama"))
SETTING(OllamaConnectTimeout, Seconds, "ollama_connect_timeout", 5,
        MD_TEXT("Time in which Ollama must accept a connection"), bounds(1, 300))
SETTING(OllamaRequestTimeout, Seconds, "ollama_request_timeout", 300,
        MD_TEXT("Time in which Ollama must answer a request, loading included"), bounds(1, 3600))
SETTING(ShutdownDrainSeconds, Seconds, "shutdown_drain_seconds", 3,
        MD_TEXT("Time that running requests have to finish when the program ends"), bounds(0, 3600))
SETTING(KeepAliveMin, Seconds, "keep_alive_min", 0,
        MD_TEXT("Shortest keep_alive that a request gets, however short the one it asks for"),
        bounds(0, year), open())
SETTING(KeepAliveMax, Seconds, "keep_alive_max", 0,
        MD_TEXT("Longest keep_alive that a request gets; 0 is no limit"), bounds(0, year), open())
SETTING(SmartPreloadingEnabled, Flag, "smart_preloading_enabled", true,
        MD_TEXT("Load models that are used often ahead of time, when the machine is idle"), open())
SETTING(SmartPreloadingMaxWaste, Real, "smart_preloading_max_waste", 0.2,
        MD_TEXT("Share of preloaded models that may go unused before preloading becomes more careful"),
        bounds(0.0, 1.0), open())
SETTING(HistoryDays, Integer, "history_days", 90,
        MD_TEXT("How long the history is kept"), bounds(1, 3650), unit("days"))
SETTING(AlertMemoryUse, Real, "alert_memory_use", 0.9,
        MD_TEXT("Share of memory in use that is notified when it lasts; 0 is never"), bounds(0.0, 1.0), open())
SETTING(AlertMinutes, Integer, "alert_minutes", 10,
        MD_TEXT("How long such a use must last"), bounds(1, 1440), unit("min"), open())
SETTING(LogLevelName, Choice, "log_level", u"info"_s,
        MD_TEXT("How much is logged"),
        choices({u"error"_s, u"warning"_s, u"info"_s, u"debug"_s}), option("log-level", "LEVEL"))
SETTING(Language, Choice, "language", u"auto"_s,
        MD_TEXT("Language of the window; auto is that of the session"),
        choices({u"auto"_s, u"de"_s, u"en"_s, u"fr"_s}), restart())
SETTING(ModelTimeoutOverrides, Overrides, "model_timeout_overrides", QVariantMap(),
        MD_TEXT("Idle timeouts of single models: {model_id: {\"vram_timeout\", \"ram_timeout\"}}"),
        bounds(0, year), unit("s"), open())
// clang-format on
#undef SETTING
