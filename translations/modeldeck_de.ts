<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>modeldeck</name>
    <message>
        <source>%1 (process %2) is already using the state directory %3</source>
        <translation>%1 (Prozess %2) benutzt bereits den Zustandsordner %3</translation>
    </message>
    <message>
        <source>%1 can&apos;t be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 must contain exactly one line of printable ASCII</source>
        <translation>%1 muss genau eine Zeile druckbares ASCII enthalten</translation>
    </message>
    <message>
        <source>%1 does not support version %2 of the runner protocol</source>
        <translation>%1 unterstützt Version %2 des Runner-Protokolls nicht</translation>
    </message>
    <message>
        <source>%1 contains no PEM certificate</source>
        <translation>%1 enthält kein PEM-Zertifikat</translation>
    </message>
    <message>
        <source>%1 contains no PEM key without a passphrase</source>
        <translation>%1 enthält keinen PEM-Schlüssel ohne Kennwort</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are %4</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind %4</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are IP addresses such as 127.0.0.1 or ::1</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind IP-Adressen wie 127.0.0.1 oder ::1</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are host names such as deck.example.org or deck:7000</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind Rechnernamen wie deck.example.org oder deck:7000</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are numbers from %4 to %5</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind Zahlen von %4 bis %5</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are paths of folders</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind Pfade von Ordnern</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are true, false, 1, 0, yes and no</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind true, false, 1, 0, yes und no</translation>
    </message>
    <message>
        <source>%1 is %2 (from %3); allowed are true and false</source>
        <translation>%1 ist %2 (aus %3); erlaubt sind true und false</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;, a JSON string (from %3); allowed are true and false, without quotes</source>
        <translation>%1 ist „%2“, eine JSON-Zeichenkette (aus %3); erlaubt sind true und false, ohne Anführungszeichen</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;, a JSON string (from %3); allowed are whole numbers from %4 to %5, without quotes</source>
        <translation>%1 ist „%2“, eine JSON-Zeichenkette (aus %3); erlaubt sind ganze Zahlen von %4 bis %5, ohne Anführungszeichen</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;, a JSON string (from %3); allowed are numbers from %4 to %5, without quotes</source>
        <translation>%1 ist „%2“, eine JSON-Zeichenkette (aus %3); erlaubt sind Zahlen von %4 bis %5, ohne Anführungszeichen</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are whole numbers from %4 to %5</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind ganze Zahlen von %4 bis %5</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is a path</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt ist ein Pfad</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is an object of model ids, each with &quot;vram_timeout&quot; or &quot;ram_timeout&quot; from %4 to %5</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt ist ein Objekt aus Modellkennungen, jede mit &quot;vram_timeout&quot; oder &quot;ram_timeout&quot; von %4 bis %5</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is the name of a model</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt ist der Name eines Modells</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>%1 is longer than %2 bytes</source>
        <translation>%1 ist länger als %2 Byte</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>%1 is not a JSON object</source>
        <translation>%1 ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>%1 is not a loopback address, and no token is set</source>
        <translation>%1 ist keine Loopback-Adresse, und es ist kein Token gesetzt</translation>
    </message>
    <message>
        <source>%1 is not an IP address</source>
        <translation>%1 ist keine IP-Adresse</translation>
    </message>
    <message>
        <source>%1 is now %2</source>
        <translation>%1 ist jetzt %2</translation>
    </message>
    <message>
        <source>%1 is set by the environment variable %2</source>
        <translation>%1 ist durch die Umgebungsvariable %2 gesetzt</translation>
    </message>
    <message>
        <source>%1 is set on the command line</source>
        <translation>%1 ist auf der Befehlszeile gesetzt</translation>
    </message>
    <message>
        <source>%1 lists no files</source>
        <translation>%1 nennt keine Dateien</translation>
    </message>
    <message>
        <source>%1 lists too many files</source>
        <translation>%1 nennt zu viele Dateien</translation>
    </message>
    <message>
        <source>%1 is missing, although %2 lists it</source>
        <translation>%1 fehlt, obwohl %2 es nennt</translation>
    </message>
    <message>
        <source>%1: there is no setting &quot;%2&quot;; it is left alone</source>
        <translation>%1: es gibt keine Einstellung „%2“; sie bleibt unberührt</translation>
    </message>
    <message>
        <source>Also unload models that other programs loaded in Ollama</source>
        <translation>Auch Modelle entladen, die andere Programme in Ollama geladen haben</translation>
    </message>
    <message>
        <source>Ask for the token on loopback also for calls that only read</source>
        <translation>Auf Loopback auch für Aufrufe, die nur lesen, das Token verlangen</translation>
    </message>
    <message>
        <source>Can&apos;t listen on %1, port %2: %3</source>
        <translation>Auf %1, Port %2 kann nicht gelauscht werden: %3</translation>
    </message>
    <message>
        <source>Choose another state directory with --state-dir</source>
        <translation>Wählen Sie mit --state-dir einen anderen Zustandsordner</translation>
    </message>
    <message>
        <source>Quit it, or choose another state directory with --state-dir</source>
        <translation>Beenden Sie es, oder wählen Sie mit --state-dir einen anderen Zustandsordner</translation>
    </message>
    <message>
        <source>File with the token that calls of the REST API must carry</source>
        <translation>Datei mit dem Token, das Aufrufe der REST-API mitbringen müssen</translation>
    </message>
    <message>
        <source>Folders with models, as FOLDER/architecture/weights</source>
        <translation>Ordner mit Modellen, als ORDNER/Architektur/Gewichte</translation>
    </message>
    <message>
        <source>HTTPS needs both a certificate and its key</source>
        <translation>HTTPS braucht ein Zertifikat und seinen Schlüssel</translation>
    </message>
    <message>
        <source>Host names, beyond loopback and the address bound, under which the REST API answers</source>
        <translation>Rechnernamen, außer Loopback und der gebundenen Adresse, unter denen die REST-API antwortet</translation>
    </message>
    <message>
        <source>How long such a use must last</source>
        <translation>Wie lange eine solche Belegung dauern muss</translation>
    </message>
    <message>
        <source>How long the history is kept</source>
        <translation>Wie lange der Verlauf aufbewahrt wird</translation>
    </message>
    <message>
        <source>How much is logged</source>
        <translation>Wie viel protokolliert wird</translation>
    </message>
    <message>
        <source>IP addresses on which the REST API listens; any but loopback needs a token</source>
        <translation>IP-Adressen, auf denen die REST-API lauscht; jede außer Loopback braucht ein Token</translation>
    </message>
    <message>
        <source>Idle time after which a model is unloaded under memory pressure; 0 is at once</source>
        <translation>Leerlaufzeit, nach der ein Modell unter Speicherdruck entladen wird; 0 heißt sofort</translation>
    </message>
    <message>
        <source>Idle time after which a text model leaves the GPU&apos;s memory; 0 is never</source>
        <translation>Leerlaufzeit, nach der ein Textmodell den GPU-Speicher verlässt; 0 heißt nie</translation>
    </message>
    <message>
        <source>Idle time after which a text model leaves the system&apos;s memory; 0 is never</source>
        <translation>Leerlaufzeit, nach der ein Textmodell den Arbeitsspeicher verlässt; 0 heißt nie</translation>
    </message>
    <message>
        <source>Idle time after which a vision model leaves the GPU&apos;s memory; 0 is never</source>
        <translation>Leerlaufzeit, nach der ein Bildmodell den GPU-Speicher verlässt; 0 heißt nie</translation>
    </message>
    <message>
        <source>Idle time after which a vision model leaves the system&apos;s memory; 0 is never</source>
        <translation>Leerlaufzeit, nach der ein Bildmodell den Arbeitsspeicher verlässt; 0 heißt nie</translation>
    </message>
    <message>
        <source>Idle timeouts of single models: {model_id: {&quot;vram_timeout&quot;, &quot;ram_timeout&quot;}}</source>
        <translation>Leerlauffristen einzelner Modelle: {model_id: {&quot;vram_timeout&quot;, &quot;ram_timeout&quot;}}</translation>
    </message>
    <message>
        <source>Install modeldeck-runner, or set runner_program</source>
        <translation>Installieren Sie modeldeck-runner, oder setzen Sie runner_program</translation>
    </message>
    <message>
        <source>Largest image that is decoded</source>
        <translation>Größtes Bild, das dekodiert wird</translation>
    </message>
    <message>
        <source>Load models that are used often ahead of time, when the machine is idle</source>
        <translation>Oft benutzte Modelle vorausschauend laden, wenn der Rechner nichts zu tun hat</translation>
    </message>
    <message>
        <source>Longest keep_alive that a request gets; 0 is no limit</source>
        <translation>Längstes keep_alive, das eine Anfrage bekommt; 0 heißt unbegrenzt</translation>
    </message>
    <message>
        <source>Longest request body</source>
        <translation>Längster Rumpf einer Anfrage</translation>
    </message>
    <message>
        <source>Longest request header</source>
        <translation>Längster Kopf einer Anfrage</translation>
    </message>
    <message>
        <source>Memory that must stay free after a load</source>
        <translation>Speicher, der nach einem Laden frei bleiben muss</translation>
    </message>
    <message>
        <source>Modeldeck is exiting</source>
        <translation>Modeldeck wird beendet</translation>
    </message>
    <message>
        <source>Modeldeck is shutting down</source>
        <translation>Modeldeck fährt herunter</translation>
    </message>
    <message>
        <source>Most connections at one time</source>
        <translation>Höchstzahl gleichzeitiger Verbindungen</translation>
    </message>
    <message>
        <source>Most requests that wait for one model</source>
        <translation>Höchstzahl der Anfragen, die auf ein Modell warten</translation>
    </message>
    <message>
        <source>Most vision models loaded at one time</source>
        <translation>Höchstzahl gleichzeitig geladener Bildmodelle</translation>
    </message>
    <message>
        <source>Similar names: %1</source>
        <translation>Ähnliche Namen: %1</translation>
    </message>
    <message>
        <source>“%1” is not being loaded</source>
        <translation>„%1“ wird nicht geladen</translation>
    </message>
    <message>
        <source>No model is installed</source>
        <translation>Kein Modell ist installiert</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>Nichts wurde geändert</translation>
    </message>
    <message>
        <source>Origins of web pages that may call the REST API, such as https://example.org</source>
        <translation>Ursprünge von Webseiten, die die REST-API aufrufen dürfen, wie https://example.org</translation>
    </message>
    <message>
        <source>Users other than its owner can read or write %1</source>
        <translation>Andere Benutzer als der Besitzer können %1 lesen oder schreiben</translation>
    </message>
    <message>
        <source>PEM file with the private key for HTTPS; needs the certificate too</source>
        <translation>PEM-Datei mit dem privaten Schlüssel für HTTPS; braucht auch das Zertifikat</translation>
    </message>
    <message>
        <source>Put a model into a models directory and rescan</source>
        <translation>Legen Sie ein Modell in einen Modellordner und suchen Sie neu</translation>
    </message>
    <message>
        <source>Put its folder into a models directory and rescan</source>
        <translation>Legen Sie seinen Ordner in einen Modellordner und suchen Sie neu</translation>
    </message>
    <message>
        <source>Serve the REST API</source>
        <translation>Die REST-API anbieten</translation>
    </message>
    <message>
        <source>Set rest_api_token_file, or listen on 127.0.0.1</source>
        <translation>Setzen Sie rest_api_token_file, oder lauschen Sie auf 127.0.0.1</translation>
    </message>
    <message>
        <source>Share of memory in use that is notified when it lasts; 0 is never</source>
        <translation>Anteil belegten Speichers, der gemeldet wird, wenn er anhält; 0 heißt nie</translation>
    </message>
    <message>
        <source>Share of preloaded models that may go unused before preloading becomes more careful</source>
        <translation>Anteil vorausschauend geladener Modelle, der unbenutzt bleiben darf, bevor damit vorsichtiger umgegangen wird</translation>
    </message>
    <message>
        <source>Shortest keep_alive that a request gets, however short the one it asks for</source>
        <translation>Kürzestes keep_alive, das eine Anfrage bekommt, wie kurz auch immer das verlangte ist</translation>
    </message>
    <message>
        <source>Start the program without %1 to change it here</source>
        <translation>Starten Sie das Programm ohne %1, um es hier zu ändern</translation>
    </message>
    <message>
        <source>Start the program without that option to change it here</source>
        <translation>Starten Sie das Programm ohne diese Option, um es hier zu ändern</translation>
    </message>
    <message>
        <source>Stop the other program, or choose another rest_api_port</source>
        <translation>Halten Sie das andere Programm an, oder wählen Sie einen anderen rest_api_port</translation>
    </message>
    <message>
        <source>TCP port of the REST API; 0 is any free one</source>
        <translation>TCP-Port der REST-API; 0 ist irgendein freier</translation>
    </message>
    <message>
        <source>Text model for calls that name none</source>
        <translation>Textmodell für Aufrufe, die keines nennen</translation>
    </message>
    <message>
        <source>The configuration endpoint and --help list all settings</source>
        <translation>Der Endpunkt der Einstellungen und --help nennen alle Einstellungen</translation>
    </message>
    <message>
        <source>The history can&apos;t be saved: %1</source>
        <translation>Der Verlauf kann nicht gespeichert werden: %1</translation>
    </message>
    <message>
        <source>The history was damaged. It was moved to %1, and a new one was started</source>
        <translation>Der Verlauf war beschädigt. Er wurde nach %1 verschoben, und ein neuer wurde begonnen</translation>
    </message>
    <message>
        <source>The image can&apos;t be used: %1</source>
        <translation>Das Bild kann nicht benutzt werden: %1</translation>
    </message>
    <message>
        <source>The image is too large: %1</source>
        <translation>Das Bild ist zu groß: %1</translation>
    </message>
    <message>
        <source>The input can&apos;t be used: %1</source>
        <translation>Die Eingabe kann nicht benutzt werden: %1</translation>
    </message>
    <message>
        <source>The load of “%1” was cancelled</source>
        <translation>Das Laden von „%1“ wurde abgebrochen</translation>
    </message>
    <message>
        <source>The model could not be loaded: %1</source>
        <translation>Das Modell konnte nicht geladen werden: %1</translation>
    </message>
    <message>
        <source>The model “%1” is not installed: %2</source>
        <translation>Das Modell „%1“ ist nicht installiert: %2</translation>
    </message>
    <message>
        <source>The model&apos;s files changed while it was loaded: %1</source>
        <translation>Die Dateien des Modells änderten sich, während es geladen war: %1</translation>
    </message>
    <message>
        <source>The program continues and shows what it has in memory</source>
        <translation>Das Programm läuft weiter und zeigt, was es im Speicher hat</translation>
    </message>
    <message>
        <source>The runner sent an unexpected answer</source>
        <translation>Der Runner sandte eine unerwartete Antwort</translation>
    </message>
    <message>
        <source>The runner returned vectors of the wrong shape</source>
        <translation>Der Runner lieferte Vektoren der falschen Form</translation>
    </message>
    <message>
        <source>The runner exited unexpectedly: %1</source>
        <translation>Der Runner endete unerwartet: %1</translation>
    </message>
    <message>
        <source>The runner failed: %1</source>
        <translation>Der Runner schlug fehl: %1</translation>
    </message>
    <message>
        <source>The runner loaded the model, but did not describe it</source>
        <translation>Der Runner lud das Modell, beschrieb es aber nicht</translation>
    </message>
    <message>
        <source>The runner program %1 could not be started: %2</source>
        <translation>Das Runner-Programm %1 konnte nicht gestartet werden: %2</translation>
    </message>
    <message>
        <source>The runner program %1 is missing or can&apos;t be executed</source>
        <translation>Das Runner-Programm %1 fehlt oder kann nicht ausgeführt werden</translation>
    </message>
    <message>
        <source>The runner sent an unknown message: %1</source>
        <translation>Der Runner sandte eine unbekannte Nachricht: %1</translation>
    </message>
    <message>
        <source>The runner violated the protocol: %1</source>
        <translation>Der Runner verletzte das Protokoll: %1</translation>
    </message>
    <message>
        <source>The settings can&apos;t be saved in %1: %2</source>
        <translation>Die Einstellungen können nicht in %1 gespeichert werden: %2</translation>
    </message>
    <message>
        <source>The settings file %1 can&apos;t be read: %2</source>
        <translation>Die Einstellungsdatei %1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>The settings file %1 is longer than 1 MiB</source>
        <translation>Die Einstellungsdatei %1 ist länger als 1 MiB</translation>
    </message>
    <message>
        <source>The settings file %1 is not JSON: line %2: %3</source>
        <translation>Die Einstellungsdatei %1 ist kein JSON: Zeile %2: %3</translation>
    </message>
    <message>
        <source>The settings file %1 must hold one JSON object</source>
        <translation>Die Einstellungsdatei %1 muss ein JSON-Objekt enthalten</translation>
    </message>
    <message>
        <source>The state directory %1 can&apos;t be used: %2</source>
        <translation>Der Zustandsordner %1 kann nicht benutzt werden: %2</translation>
    </message>
    <message>
        <source>There is no model “%1”</source>
        <translation>Es gibt kein Modell „%1“</translation>
    </message>
    <message>
        <source>There is no setting &quot;%1&quot;</source>
        <translation>Es gibt keine Einstellung „%1“</translation>
    </message>
    <message>
        <source>Time between two sweeps that compare what is believed with what is loaded</source>
        <translation>Zeit zwischen zwei Abgleichen dessen, was angenommen wird, mit dem, was geladen ist</translation>
    </message>
    <message>
        <source>Time in which Ollama must accept a connection</source>
        <translation>Zeit, in der Ollama eine Verbindung annehmen muss</translation>
    </message>
    <message>
        <source>Time in which Ollama must answer a request, loading included</source>
        <translation>Zeit, in der Ollama eine Anfrage beantworten muss, das Laden eingeschlossen</translation>
    </message>
    <message>
        <source>Time in which a request&apos;s body must arrive</source>
        <translation>Zeit, in der der Rumpf einer Anfrage ankommen muss</translation>
    </message>
    <message>
        <source>Time in which a request&apos;s header must arrive</source>
        <translation>Zeit, in der der Kopf einer Anfrage ankommen muss</translation>
    </message>
    <message>
        <source>Time that running requests have to finish when the program ends</source>
        <translation>Zeit, die laufende Anfragen haben, um fertig zu werden, wenn das Programm endet</translation>
    </message>
    <message>
        <source>Under pressure, let go of the cached file of a model that was unloaded</source>
        <translation>Unter Druck den Dateicache eines entladenen Modells freigeben</translation>
    </message>
    <message>
        <source>Unload models by themselves when nobody uses them</source>
        <translation>Modelle von selbst entladen, wenn niemand sie benutzt</translation>
    </message>
    <message>
        <source>Unload pinned models too when the pressure is critical</source>
        <translation>Auch angeheftete Modelle entladen, wenn der Druck kritisch ist</translation>
    </message>
    <message>
        <source>Unpin one, or raise max_loaded_models</source>
        <translation>Lösen Sie eines, oder erhöhen Sie max_loaded_models</translation>
    </message>
    <message>
        <source>Use text models through Ollama</source>
        <translation>Textmodelle durch Ollama benutzen</translation>
    </message>
    <message>
        <source>Vision model for calls that name none</source>
        <translation>Bildmodell für Aufrufe, die keines nennen</translation>
    </message>
    <message>
        <source>Wait longer, or try again when they are done</source>
        <translation>Warten Sie länger, oder versuchen Sie es erneut, wenn sie fertig sind</translation>
    </message>
    <message>
        <source>Where Ollama answers</source>
        <translation>Wo Ollama antwortet</translation>
    </message>
    <message>
        <source>Which model goes first under pressure: the least recently used, or the cheapest to load again</source>
        <translation>Welches Modell unter Druck zuerst geht: das am längsten nicht benutzte, oder das am billigsten wieder zu ladende</translation>
    </message>
    <message>
        <source>requested</source>
        <translation>verlangt</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>beschäftigt</translation>
    </message>
    <message>
        <source>chmod 600 %1</source>
        <translation>chmod 600 %1</translation>
    </message>
    <message>
        <source>its folder no longer exists</source>
        <translation>sein Ordner existiert nicht mehr</translation>
    </message>
    <message>
        <source>keep_alive_min is %1, more than keep_alive_max, which is %2</source>
        <translation>keep_alive_min ist %1, mehr als keep_alive_max mit %2</translation>
    </message>
    <message>
        <source>no idle timeout</source>
        <translation>keine Leerlauffrist</translation>
    </message>
    <message>
        <source>not found on this machine; it is published as %1</source>
        <translation>auf diesem Rechner nicht gefunden; es ist als %1 veröffentlicht</translation>
    </message>
    <message>
        <source>it has only %1, which could run code when it is read; get %2 instead</source>
        <translation>nur %1 ist da, das beim Lesen Code ausführen könnte; besorgen Sie stattdessen %2</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>rest_api_address is %1, which others can reach: set rest_api_token_file too</source>
        <translation>rest_api_address ist %1, was andere erreichen können: setzen Sie auch rest_api_token_file</translation>
    </message>
    <message>
        <source>rest_api_address is empty</source>
        <translation>rest_api_address ist leer</translation>
    </message>
    <message>
        <source>rest_api_tls_certificate and rest_api_tls_key go together: set both or none</source>
        <translation>rest_api_tls_certificate und rest_api_tls_key gehören zusammen: setzen Sie beide oder keines</translation>
    </message>
    <message>
        <source>switched to %1</source>
        <translation>gewechselt zu %1</translation>
    </message>
    <message>
        <source>the load was cancelled</source>
        <translation>das Laden wurde abgebrochen</translation>
    </message>
    <message>
        <source>the tokenizer is missing: tokenizer.json, or vocab.json with merges.txt</source>
        <translation>der Tokenizer fehlt: tokenizer.json, oder vocab.json mit merges.txt</translation>
    </message>
    <message>
        <source>used more recently</source>
        <translation>vor kürzerer Zeit benutzt</translation>
    </message>
    <message>
        <source>%4: memory pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>%4: der Speicherdruck ist jetzt %1, %2 von %3 GiB sind belegt</translation>
    </message>
    <message>
        <source>An input is too long for a runner</source>
        <translation>Eine Eingabe ist zu lang für einen Runner</translation>
    </message>
    <message>
        <source>Its process no longer exists</source>
        <translation>Sein Prozess existiert nicht mehr</translation>
    </message>
    <message>
        <source>Memory of the control group: pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Speicher der Kontrollgruppe: der Druck ist jetzt %1, %2 von %3 GiB sind belegt</translation>
    </message>
    <message>
        <source>System memory: pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Arbeitsspeicher: der Druck ist jetzt %1, %2 von %3 GiB sind belegt</translation>
    </message>
    <message>
        <source>The request was cancelled</source>
        <translation>Die Anfrage wurde abgebrochen</translation>
    </message>
    <message>
        <source>Unload or unpin other models, close other programs, or lower memory_headroom</source>
        <translation>Entladen oder lösen Sie andere Modelle, beenden Sie andere Programme, oder senken Sie memory_headroom</translation>
    </message>
    <message>
        <source>another program loaded it</source>
        <translation>ein anderes Programm hat es geladen</translation>
    </message>
    <message>
        <source>enough memory is freed without it</source>
        <translation>auch ohne es wird genug Speicher frei</translation>
    </message>
    <message>
        <source>it was still loaded</source>
        <translation>es war noch geladen</translation>
    </message>
    <message>
        <source>its memory is needed for %1</source>
        <translation>sein Speicher wird für %1 gebraucht</translation>
    </message>
    <message>
        <source>its server unloaded it</source>
        <translation>sein Server hat es entladen</translation>
    </message>
    <message>
        <source>unloading it would free no memory</source>
        <translation>sein Entladen würde keinen Speicher freigeben</translation>
    </message>
    <message>
        <source>“%1” is not preloaded: other models would have to be unloaded</source>
        <translation>„%1“ wird nicht vorausschauend geladen: andere Modelle müssten entladen werden</translation>
    </message>
    <message>
        <source>“%1” needs %2 MiB of GPU memory; %3 MiB are free, and unloading idle models would free %4 MiB</source>
        <translation>„%1“ braucht %2 MiB GPU-Speicher; %3 MiB sind frei, und das Entladen von Modellen im Leerlauf würde %4 MiB freigeben</translation>
    </message>
    <message>
        <source>“%1” needs %2 MiB of memory; %3 MiB are free beyond the headroom, and unloading idle models would free %4 MiB</source>
        <translation>„%1“ braucht %2 MiB Speicher; %3 MiB sind über die Reserve hinaus frei, und das Entladen von Modellen im Leerlauf würde %4 MiB freigeben</translation>
    </message>
    <message>
        <source>%1 has %2 bytes of data, but its header promises %3</source>
        <translation>%1 hat %2 Byte Daten, aber sein Kopf verspricht %3</translation>
    </message>
    <message>
        <source>%1 has a header that is not a JSON object</source>
        <translation>%1 hat einen Kopf, der kein JSON-Objekt ist</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is an address such as http://127.0.0.1:11434, without a password</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt ist eine Adresse wie http://127.0.0.1:11434, ohne Kennwort</translation>
    </message>
    <message>
        <source>%1 is damaged: its SHA-256 is %2, and was %3 when it was downloaded</source>
        <translation>%1 ist beschädigt: seine SHA-256 ist %2 und war %3, als es heruntergeladen wurde</translation>
    </message>
    <message>
        <source>%1 is too short for a safetensors file</source>
        <translation>%1 ist zu kurz für eine safetensors-Datei</translation>
    </message>
    <message>
        <source>Always ready</source>
        <translation>Immer bereit</translation>
    </message>
    <message>
        <source>Another modeldeck-runner, such as one built with CUDA, from the next load on; empty is our own</source>
        <translation>Ein anderer modeldeck-runner, etwa einer mit CUDA, ab dem nächsten Laden; leer heißt unser eigener</translation>
    </message>
    <message>
        <source>Another program loaded it in Ollama, so it is left alone</source>
        <translation>Ein anderes Programm hat es in Ollama geladen, deshalb bleibt es unberührt</translation>
    </message>
    <message>
        <source>Automatic unloading is paused</source>
        <translation>Das automatische Entladen ist angehalten</translation>
    </message>
    <message>
        <source>Automatic unloading is switched off</source>
        <translation>Das automatische Entladen ist ausgeschaltet</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Build modeldeck-runner against a libtorch with CUDA, and set %1 to it</source>
        <translation>Bauen Sie modeldeck-runner mit einem libtorch mit CUDA, und setzen Sie %1 auf ihn</translation>
    </message>
    <message>
        <source>CPU threads of a vision model, from the next load on; 0 is by the number of cores</source>
        <translation>CPU-Threads eines Bildmodells, ab dem nächsten Laden; 0 heißt nach der Zahl der Kerne</translation>
    </message>
    <message>
        <source>Change or remove the model&apos;s own timeouts in model_timeout_overrides</source>
        <translation>Ändern oder entfernen Sie die eigenen Fristen des Modells in model_timeout_overrides</translation>
    </message>
    <message>
        <source>Complete %1 and rescan</source>
        <translation>Vervollständigen Sie %1 und suchen Sie neu</translation>
    </message>
    <message>
        <source>Close other programs, or raise %1 if such memory use is normal here</source>
        <translation>Beenden Sie andere Programme, oder erhöhen Sie %1, wenn so viel Belegung hier üblich ist</translation>
    </message>
    <message>
        <source>Close other programs, unload other models, or choose a smaller model</source>
        <translation>Beenden Sie andere Programme, entladen Sie andere Modelle, oder wählen Sie ein kleineres Modell</translation>
    </message>
    <message>
        <source>Stop the clients that send requests, or reload the model</source>
        <translation>Beenden Sie die Programme, die anfragen, oder laden Sie das Modell neu</translation>
    </message>
    <message>
        <source>For machines with little memory: models go soon, one at a time stays loaded, nothing is loaded ahead of need</source>
        <translation>Für Rechner mit wenig Speicher: Modelle gehen bald, nur eines bleibt geladen, nichts wird vorausschauend geladen</translation>
    </message>
    <message>
        <source>For machines with much memory: models stay until memory gets scarce</source>
        <translation>Für Rechner mit viel Speicher: Modelle bleiben, bis der Speicher knapp wird</translation>
    </message>
    <message>
        <source>Install it, or set %1 to an installed model</source>
        <translation>Installieren Sie es, oder setzen Sie %1 auf ein installiertes Modell</translation>
    </message>
    <message>
        <source>It can&apos;t be loaded: %1</source>
        <translation>Es kann nicht geladen werden: %1</translation>
    </message>
    <message>
        <source>It failed earlier: %1</source>
        <translation>Es ist früher fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>It stays loaded: %1 is 0, which means never</source>
        <translation>Es bleibt geladen: %1 ist 0, das heißt nie</translation>
    </message>
    <message>
        <source>It stays loaded: automatic unloading is paused</source>
        <translation>Es bleibt geladen: das automatische Entladen ist angehalten</translation>
    </message>
    <message>
        <source>It stays loaded: automatic unloading is switched off</source>
        <translation>Es bleibt geladen: das automatische Entladen ist ausgeschaltet</translation>
    </message>
    <message>
        <source>It stays loaded: it is pinned</source>
        <translation>Es bleibt geladen: es ist angeheftet</translation>
    </message>
    <message>
        <source>It stays loaded: its last request asked for that (a negative keep_alive)</source>
        <translation>Es bleibt geladen: seine letzte Anfrage verlangte das (ein negatives keep_alive)</translation>
    </message>
    <message>
        <source>It stays loaded: its own idle timeout in model_timeout_overrides is 0, which means never</source>
        <translation>Es bleibt geladen: seine eigene Leerlauffrist in model_timeout_overrides ist 0, das heißt nie</translation>
    </message>
    <message>
        <source>Its folder can&apos;t be used: %1</source>
        <translation>Sein Ordner kann nicht benutzt werden: %1</translation>
    </message>
    <message>
        <source>Lower %1</source>
        <translation>Senken Sie %1</translation>
    </message>
    <message>
        <source>Memory is short (%1 % in use), but no model is loaded: other programs use it</source>
        <translation>Der Speicher ist knapp (%1 % belegt), aber kein Modell ist geladen: andere Programme belegen ihn</translation>
    </message>
    <message>
        <source>Memory saver</source>
        <translation>Speicher sparen</translation>
    </message>
    <message>
        <source>No vision model is installed</source>
        <translation>Kein Bildmodell ist installiert</translation>
    </message>
    <message>
        <source>Number format in which vision models compute, from the next load on; auto is the fastest of this CPU</source>
        <translation>Zahlenformat, in dem Bildmodelle rechnen, ab dem nächsten Laden; auto ist das schnellste dieser CPU</translation>
    </message>
    <message>
        <source>Ollama is switched off, so there are no text models</source>
        <translation>Ollama ist ausgeschaltet, deshalb gibt es keine Textmodelle</translation>
    </message>
    <message>
        <source>PEM file with the certificate for HTTPS, for connections to come; needs the key too</source>
        <translation>PEM-Datei mit dem Zertifikat für HTTPS, für künftige Verbindungen; braucht auch den Schlüssel</translation>
    </message>
    <message>
        <source>Put one into %1 as architecture/weights, or get one from Hugging Face, and rescan</source>
        <translation>Legen Sie eines als Architektur/Gewichte nach %1, oder besorgen Sie eines von Hugging Face, und suchen Sie neu</translation>
    </message>
    <message>
        <source>Raise %1 above the keep_alive that clients request</source>
        <translation>Erhöhen Sie %1 über das keep_alive, das Programme verlangen</translation>
    </message>
    <message>
        <source>Raise %1 so that models do not replace each other</source>
        <translation>Erhöhen Sie %1, damit Modelle einander nicht verdrängen</translation>
    </message>
    <message>
        <source>Raise %1 so that the model stays loaded between requests</source>
        <translation>Erhöhen Sie %1, damit das Modell zwischen den Anfragen geladen bleibt</translation>
    </message>
    <message>
        <source>Resume it</source>
        <translation>Setzen Sie es fort</translation>
    </message>
    <message>
        <source>Resume it, or unload the model by hand</source>
        <translation>Setzen Sie es fort, oder entladen Sie das Modell von Hand</translation>
    </message>
    <message>
        <source>Make sure that Modeldeck can read /proc/meminfo</source>
        <translation>Sorgen Sie dafür, dass Modeldeck /proc/meminfo lesen kann</translation>
    </message>
    <message>
        <source>Make sure that it runs (“ollama serve”) and that %1 is its address</source>
        <translation>Sorgen Sie dafür, dass es läuft („ollama serve“) und dass %1 seine Adresse ist</translation>
    </message>
    <message>
        <source>Set %1 to 0.8, or to 0.9 on a machine with plenty of memory</source>
        <translation>Setzen Sie %1 auf 0.8, oder auf 0.9 auf einem Rechner mit viel Speicher</translation>
    </message>
    <message>
        <source>Set %1 to 1800 or less</source>
        <translation>Setzen Sie %1 auf 1800 oder weniger</translation>
    </message>
    <message>
        <source>Set %1 to true</source>
        <translation>Setzen Sie %1 auf true</translation>
    </message>
    <message>
        <source>Run a sweep or unload it by hand; model_usage_tracker.log may say more</source>
        <translation>Gleichen Sie ab, oder entladen Sie es von Hand; model_usage_tracker.log sagt vielleicht mehr</translation>
    </message>
    <message>
        <source>The defaults: models stay for as long as they are likely to be needed again</source>
        <translation>Der Standard: Modelle bleiben, solange sie wahrscheinlich wieder gebraucht werden</translation>
    </message>
    <message>
        <source>The settings were not changed: %1</source>
        <translation>Die Einstellungen wurden nicht geändert: %1</translation>
    </message>
    <message>
        <source>The system&apos;s memory can&apos;t be read, so memory pressure is not detected</source>
        <translation>Der Speicher des Rechners kann nicht gelesen werden, deshalb wird Speicherdruck nicht erkannt</translation>
    </message>
    <message>
        <source>The memory pressure threshold is %1 %: at that level the machine is already out of memory</source>
        <translation>Die Schwelle für Speicherdruck ist %1 %: bei dieser Belegung hat der Rechner schon keinen Speicher mehr</translation>
    </message>
    <message>
        <source>Unload a model by hand, or lower %1</source>
        <translation>Entladen Sie ein Modell von Hand, oder senken Sie %1</translation>
    </message>
    <message>
        <source>Unload it by hand, and limit with %1 what clients may request</source>
        <translation>Entladen Sie es von Hand, und begrenzen Sie mit %1, was Programme verlangen dürfen</translation>
    </message>
    <message>
        <source>Unload it by hand, and make clients request a limited time instead</source>
        <translation>Entladen Sie es von Hand, und lassen Sie Programme stattdessen eine begrenzte Zeit verlangen</translation>
    </message>
    <message>
        <source>Unload it by hand, or set %1 to true</source>
        <translation>Entladen Sie es von Hand, oder setzen Sie %1 auf true</translation>
    </message>
    <message>
        <source>Unpin it</source>
        <translation>Lösen Sie es</translation>
    </message>
    <message>
        <source>Use a smaller model, close other programs, or raise %1</source>
        <translation>Benutzen Sie ein kleineres Modell, beenden Sie andere Programme, oder erhöhen Sie %1</translation>
    </message>
    <message>
        <source>Verify the model&apos;s files; if they are damaged, download them again</source>
        <translation>Prüfen Sie die Dateien des Modells; sind sie beschädigt, laden Sie sie erneut herunter</translation>
    </message>
    <message>
        <source>Wait for them, or stop the clients that send them</source>
        <translation>Warten Sie auf sie, oder beenden Sie die Programme, die anfragen</translation>
    </message>
    <message>
        <source>Where vision models compute, from the next load on; auto is the GPU where the runner can use one</source>
        <translation>Wo Bildmodelle rechnen, ab dem nächsten Laden; auto ist die GPU, wo der Runner eine benutzen kann</translation>
    </message>
    <message>
        <source>embedding_service.log has its last output; the kernel may have killed it because memory ran out</source>
        <translation>embedding_service.log hat seine letzten Ausgaben; vielleicht hat der Kernel ihn aus Speichermangel beendet</translation>
    </message>
    <message>
        <source>vision_default_model is “%1”, which is not installed; calls that name no model use another one</source>
        <translation>vision_default_model ist „%1“, das nicht installiert ist; Aufrufe, die kein Modell nennen, benutzen ein anderes</translation>
    </message>
    <message>
        <source>“%1” belongs to Ollama, which checks its files itself</source>
        <translation>„%1“ gehört Ollama, das seine Dateien selbst prüft</translation>
    </message>
    <message>
        <source>“%1” is not on this machine</source>
        <translation>„%1“ ist nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>%1 can&apos;t be loaded at the moment</source>
        <translation>%1 kann zurzeit nicht geladen werden</translation>
    </message>
    <message>
        <source>%1 was unloaded a short time ago to make room</source>
        <translation>%1 wurde vor kurzem entladen, um Platz zu machen</translation>
    </message>
    <message>
        <source>%1 will be needed soon with a probability of %2 %; preloading requires %3 %</source>
        <translation>%1 wird mit einer Wahrscheinlichkeit von %2 % bald gebraucht; vorausschauendes Laden verlangt %3 %</translation>
    </message>
    <message>
        <source>%1 is not preloaded before its next use: its last preload was wasted, somebody unloaded it, or it failed</source>
        <translation>%1 wird vor seiner nächsten Benutzung nicht vorausschauend geladen: das letzte Mal war umsonst oder schlug fehl, oder jemand hat es entladen</translation>
    </message>
    <message>
        <source>%1 was still loaded when the program stopped unexpectedly</source>
        <translation>%1 war noch geladen, als das Programm unerwartet endete</translation>
    </message>
    <message>
        <source>%1 will be needed, but not yet</source>
        <translation>%1 wird gebraucht, aber noch nicht</translation>
    </message>
    <message>
        <source>%1 would leave too little memory</source>
        <translation>%1 würde zu wenig Speicher übrig lassen</translation>
    </message>
    <message>
        <source>Ollama can&apos;t embed an empty text</source>
        <translation>Ollama kann einen leeren Text nicht einbetten</translation>
    </message>
    <message>
        <source>Another program may be using it; try again later</source>
        <translation>Vielleicht benutzt ein anderes Programm es; versuchen Sie es später erneut</translation>
    </message>
    <message>
        <source>Download it: run “ollama pull %1”, or POST /api/rag/embedding/text/pull/%1</source>
        <translation>Laden Sie es herunter: führen Sie „ollama pull %1“ aus, oder POST /api/rag/embedding/text/pull/%1</translation>
    </message>
    <message>
        <source>It may still be loading; raise ollama_request_timeout if this happens often</source>
        <translation>Vielleicht lädt es noch; erhöhen Sie ollama_request_timeout, wenn das oft vorkommt</translation>
    </message>
    <message>
        <source>See Ollama&apos;s log</source>
        <translation>Sehen Sie in Ollamas Protokoll</translation>
    </message>
    <message>
        <source>See Ollama&apos;s log, and check that ollama_host is its address</source>
        <translation>Sehen Sie in Ollamas Protokoll, und prüfen Sie, ob ollama_host seine Adresse ist</translation>
    </message>
    <message>
        <source>“%1” is not being downloaded</source>
        <translation>„%1“ wird nicht heruntergeladen</translation>
    </message>
    <message>
        <source>Ollama answers slowly: it took %1 s</source>
        <translation>Ollama antwortet langsam: es brauchte %1 s</translation>
    </message>
    <message>
        <source>Ollama did not answer in time: %1</source>
        <translation>Ollama antwortete nicht rechtzeitig: %1</translation>
    </message>
    <message>
        <source>Ollama does not answer at %1: %2</source>
        <translation>Ollama antwortet nicht unter %1: %2</translation>
    </message>
    <message>
        <source>Ollama failed: %1</source>
        <translation>Ollama schlug fehl: %1</translation>
    </message>
    <message>
        <source>Ollama returned %1 vectors for %2 texts</source>
        <translation>Ollama lieferte %1 Vektoren für %2 Texte</translation>
    </message>
    <message>
        <source>Ollama returned a vector of %1 numbers for “%2”, whose vectors have %3</source>
        <translation>Ollama lieferte einen Vektor mit %1 Zahlen für „%2“, dessen Vektoren %3 haben</translation>
    </message>
    <message>
        <source>Ollama has no model “%1”</source>
        <translation>Ollama hat kein Modell „%1“</translation>
    </message>
    <message>
        <source>Ollama has not answered yet</source>
        <translation>Ollama hat noch nicht geantwortet</translation>
    </message>
    <message>
        <source>Ollama has not downloaded it</source>
        <translation>Ollama hat es nicht heruntergeladen</translation>
    </message>
    <message>
        <source>Ollama does not have enough memory for “%1”: %2</source>
        <translation>Ollama hat nicht genug Speicher für „%1“: %2</translation>
    </message>
    <message>
        <source>Ollama is busy: %1</source>
        <translation>Ollama ist beschäftigt: %1</translation>
    </message>
    <message>
        <source>Ollama is not available</source>
        <translation>Ollama ist nicht verfügbar</translation>
    </message>
    <message>
        <source>Ollama is switched off (ollama_enabled)</source>
        <translation>Ollama ist ausgeschaltet (ollama_enabled)</translation>
    </message>
    <message>
        <source>Ollama refuses the request: %1</source>
        <translation>Ollama lehnt die Anfrage ab: %1</translation>
    </message>
    <message>
        <source>Ollama refuses: %1</source>
        <translation>Ollama lehnt ab: %1</translation>
    </message>
    <message>
        <source>Ollama was asked to unload “%1”, but still has it</source>
        <translation>Ollama sollte „%1“ entladen, hat es aber immer noch</translation>
    </message>
    <message>
        <source>Ollama&apos;s address redirects to %1</source>
        <translation>Ollamas Adresse leitet weiter zu %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer broke off: %1</source>
        <translation>Ollamas Antwort brach ab: %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer contains no vectors: %1</source>
        <translation>Ollamas Antwort enthält keine Vektoren: %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer is too large</source>
        <translation>Ollamas Antwort ist zu groß</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer makes no sense: %1</source>
        <translation>Ollamas Antwort ergibt keinen Sinn: %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s library has no model “%1”</source>
        <translation>Ollamas Bibliothek hat kein Modell „%1“</translation>
    </message>
    <message>
        <source>Pull the model again</source>
        <translation>Laden Sie das Modell erneut herunter</translation>
    </message>
    <message>
        <source>Set ollama_host to Ollama&apos;s own address</source>
        <translation>Setzen Sie ollama_host auf Ollamas eigene Adresse</translation>
    </message>
    <message>
        <source>Shorten the text, or request truncation (truncate)</source>
        <translation>Kürzen Sie den Text, oder lassen Sie ihn abschneiden (truncate)</translation>
    </message>
    <message>
        <source>Start it (“ollama serve”), or set ollama_host</source>
        <translation>Starten Sie es („ollama serve“), oder setzen Sie ollama_host</translation>
    </message>
    <message>
        <source>The download of “%1” failed: %2</source>
        <translation>Das Herunterladen von „%1“ schlug fehl: %2</translation>
    </message>
    <message>
        <source>The download of “%1” was cancelled</source>
        <translation>Das Herunterladen von „%1“ wurde abgebrochen</translation>
    </message>
    <message>
        <source>There is a GPU (%1), but the runner computes on the CPU</source>
        <translation>Es gibt eine GPU (%1), aber der Runner rechnet auf der CPU</translation>
    </message>
    <message>
        <source>There is not enough memory to compute this: %1</source>
        <translation>Der Speicher reicht nicht, um das zu berechnen: %1</translation>
    </message>
    <message>
        <source>There is not enough memory to load the model: %1</source>
        <translation>Der Speicher reicht nicht, um das Modell zu laden: %1</translation>
    </message>
    <message>
        <source>This version of Ollama does not support this call</source>
        <translation>Diese Version von Ollama unterstützt diesen Aufruf nicht</translation>
    </message>
    <message>
        <source>Try again: Ollama continues where it stopped</source>
        <translation>Versuchen Sie es erneut: Ollama macht weiter, wo es aufgehört hat</translation>
    </message>
    <message>
        <source>Try again; if that does not help, pull the model again</source>
        <translation>Versuchen Sie es erneut; hilft das nicht, laden Sie das Modell erneut herunter</translation>
    </message>
    <message>
        <source>Unload a model, or close other programs</source>
        <translation>Entladen Sie ein Modell, oder schließen Sie andere Programme</translation>
    </message>
    <message>
        <source>Unload a model, or send smaller images or fewer inputs at a time</source>
        <translation>Entladen Sie ein Modell, oder senden Sie kleinere Bilder oder weniger Eingaben auf einmal</translation>
    </message>
    <message>
        <source>Unload another model, or close a program</source>
        <translation>Entladen Sie ein anderes Modell, oder schließen Sie ein Programm</translation>
    </message>
    <message>
        <source>a model is loading</source>
        <translation>ein Modell lädt gerade</translation>
    </message>
    <message>
        <source>automatic unloading is paused, or the program is exiting</source>
        <translation>das automatische Entladen ist angehalten, oder das Programm endet</translation>
    </message>
    <message>
        <source>memory pressure is %1</source>
        <translation>der Speicherdruck ist %1</translation>
    </message>
    <message>
        <source>no unloaded model has been used before</source>
        <translation>kein entladenes Modell wurde früher benutzt</translation>
    </message>
    <message>
        <source>preloaded: it will be needed soon with a probability of %1 %</source>
        <translation>vorausschauend geladen: es wird mit einer Wahrscheinlichkeit von %1 % bald gebraucht</translation>
    </message>
    <message>
        <source>smart preloading is switched off</source>
        <translation>vorausschauendes Laden ist ausgeschaltet</translation>
    </message>
    <message>
        <source>the CPU is busy: %1 % is idle, but %2 % is required</source>
        <translation>die CPU ist beschäftigt: %1 % sind frei, %2 % werden verlangt</translation>
    </message>
    <message>
        <source>this is Modeldeck itself, not Ollama</source>
        <translation>das ist Modeldeck selbst, nicht Ollama</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be the name of a model</source>
        <translation>„%1“ kann nicht der Name eines Modells sein</translation>
    </message>
    <message>
        <source>“%1” is a text model: it can&apos;t embed images</source>
        <translation>„%1“ ist ein Textmodell: es kann keine Bilder einbetten</translation>
    </message>
    <message>
        <source>%1 is not the key of %2</source>
        <translation>%1 ist nicht der Schlüssel zu %2</translation>
    </message>
    <message>
        <source>Replace both files; the new pair takes effect once they match</source>
        <translation>Ersetzen Sie beide Dateien; das neue Paar gilt, sobald beide zusammenpassen</translation>
    </message>
    <message>
        <source>Language of the window; auto is that of the session</source>
        <translation>Sprache des Fensters; auto ist die der Sitzung</translation>
    </message>
    <message>
        <source>%1 is used at times that can&apos;t be predicted</source>
        <translation>%1 wird zu Zeiten benutzt, die sich nicht vorhersagen lassen</translation>
    </message>
    <message>
        <source>It failed: %1</source>
        <translation>Es ist gescheitert: %1</translation>
    </message>
    <message>
        <source>The runner closed its connection</source>
        <translation>Der Runner hat seine Verbindung geschlossen</translation>
    </message>
    <message>
        <source>“%1” is still being loaded, so it was not unloaded</source>
        <translation>„%1“ wird noch geladen und wurde daher nicht entladen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 can&apos;t be created: %2</source>
        <translation>%1 kann nicht angelegt werden: %2</translation>
    </message>
    <message>
        <source>%1 has no effect: %2 (%3) unloads a model completely before that</source>
        <translation>%1 hat keine Wirkung: %2 (%3) entlädt ein Modell vorher ganz</translation>
    </message>
    <message>
        <source>Automatic unloading is paused for another %1</source>
        <translation>Das automatische Entladen ist noch %1 lang angehalten</translation>
    </message>
    <message>
        <source>GPU memory pressure is %1: idle for %2</source>
        <translation>der Druck auf den GPU-Speicher ist %1: seit %2 im Leerlauf</translation>
    </message>
    <message>
        <source>It should have been unloaded %1 ago (%2)</source>
        <translation>Es hätte vor %1 entladen werden sollen (%2)</translation>
    </message>
    <message>
        <source>It was unloaded %1 times within an hour, mostly for this reason: %2. Each load takes %3 s</source>
        <translation>Es wurde innerhalb einer Stunde %1-mal entladen, meist aus diesem Grund: %2. Jedes Laden dauert %3 s</translation>
    </message>
    <message>
        <source>Memory is short, but every loaded model is busy, is pinned, or was used within the last %1</source>
        <translation>Der Speicher ist knapp, aber jedes geladene Modell ist beschäftigt, angeheftet oder wurde in den letzten %1 benutzt</translation>
    </message>
    <message>
        <source>Modeldeck exited</source>
        <translation>Modeldeck wurde beendet</translation>
    </message>
    <message>
        <source>Ollama at %1 is degraded: %2</source>
        <translation>Ollama unter %1 ist beeinträchtigt: %2</translation>
    </message>
    <message>
        <source>Ollama at %1 is unavailable: %2</source>
        <translation>Ollama unter %1 ist nicht verfügbar: %2</translation>
    </message>
    <message>
        <source>Ollama is now available</source>
        <translation>Ollama ist jetzt verfügbar</translation>
    </message>
    <message>
        <source>Ollama is now degraded: %1</source>
        <translation>Ollama ist jetzt beeinträchtigt: %1</translation>
    </message>
    <message>
        <source>Ollama is now switched off</source>
        <translation>Ollama ist jetzt ausgeschaltet</translation>
    </message>
    <message>
        <source>Ollama is now unavailable: %1</source>
        <translation>Ollama ist jetzt nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>The %1 image cannot be decoded: %2.</source>
        <translation>Das %1-Bild kann nicht dekodiert werden: %2.</translation>
    </message>
    <message>
        <source>The %1 image has no readable header (can be read: %2).</source>
        <translation>Das %1-Bild hat keinen lesbaren Kopf (lesbar sind: %2).</translation>
    </message>
    <message>
        <source>The %1 image is truncated.</source>
        <translation>Das %1-Bild ist abgeschnitten.</translation>
    </message>
    <message>
        <source>The image has a side of more than %1 pixels, which is the limit.</source>
        <translation>Das Bild hat eine Seite mit mehr als %1 Pixeln; das ist die Grenze.</translation>
    </message>
    <message>
        <source>The file is not an image that can be read (%1).</source>
        <translation>Die Datei ist kein lesbares Bild (%1).</translation>
    </message>
    <message>
        <source>The image has %1 × %2 pixels; at most %3 million are accepted.</source>
        <translation>Das Bild hat %1 × %2 Pixel; höchstens %3 Millionen werden angenommen.</translation>
    </message>
    <message>
        <source>The runner did not answer within %1</source>
        <translation>Der Runner antwortete nicht innerhalb von %1</translation>
    </message>
    <message>
        <source>The text has %1 tokens, more than the model&apos;s context of %2.</source>
        <translation>Der Text hat %1 Token, mehr als der Kontext des Modells (%2).</translation>
    </message>
    <message>
        <source>The text is not valid UTF-8.</source>
        <translation>Der Text ist kein gültiges UTF-8.</translation>
    </message>
    <message>
        <source>The unload of “%1” was cancelled</source>
        <translation>Das Entladen von „%1“ wurde abgebrochen</translation>
    </message>
    <message>
        <source>VRAM timeout, %1</source>
        <translation>VRAM-Frist, %1</translation>
    </message>
    <message>
        <source>a request&apos;s keep-alive expired</source>
        <translation>die Haltezeit einer Anfrage lief ab</translation>
    </message>
    <message>
        <source>another model took over</source>
        <translation>ein anderes Modell übernahm</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>kritisch</translation>
    </message>
    <message>
        <source>due in %1</source>
        <translation>fällig in %1</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>idle for only %1</source>
        <translation>erst seit %1 im Leerlauf</translation>
    </message>
    <message>
        <source>idle timeout, %1</source>
        <translation>Leerlauffrist, %1</translation>
    </message>
    <message>
        <source>input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>it failed</source>
        <translation>es schlug fehl</translation>
    </message>
    <message>
        <source>keep-alive of the last request, %1</source>
        <translation>Haltezeit der letzten Anfrage, %1</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>memory pressure is %1: idle for %2</source>
        <translation>der Speicherdruck ist %1: seit %2 im Leerlauf</translation>
    </message>
    <message>
        <source>memory pressure</source>
        <translation>Speicherdruck</translation>
    </message>
    <message>
        <source>nobody used it</source>
        <translation>niemand benutzte es</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>room for another model</source>
        <translation>Platz für ein anderes Modell</translation>
    </message>
    <message>
        <source>the change asked for</source>
        <translation>gewünschte Änderung</translation>
    </message>
    <message>
        <source>the system has no more memory</source>
        <translation>das System hat keinen Speicher mehr</translation>
    </message>
    <message>
        <source>the weights on disk have changed since they were loaded (%1)</source>
        <translation>die Gewichte auf der Platte haben sich seit dem Laden geändert (%1)</translation>
    </message>
    <message numerus="yes">
        <source>It is waiting to be unloaded, but still serves %n request(s)</source>
        <translation>
            <numerusform>Es wartet darauf, entladen zu werden, bedient aber noch %n Anfrage</numerusform>
            <numerusform>Es wartet darauf, entladen zu werden, bedient aber noch %n Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It serves %n request(s), and has answered none for %2</source>
        <translation>
            <numerusform>Es bedient %n Anfrage und hat seit %2 keine beantwortet</numerusform>
            <numerusform>Es bedient %n Anfragen und hat seit %2 keine beantwortet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its idle timeout is long: it will be unloaded in %n hour(s)</source>
        <translation>
            <numerusform>Seine Leerlauffrist ist lang: es wird in %n Stunde entladen</numerusform>
            <numerusform>Seine Leerlauffrist ist lang: es wird in %n Stunden entladen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its last request asked to keep it for another %n hour(s)</source>
        <translation>
            <numerusform>Seine letzte Anfrage wollte, dass es noch %n Stunde bleibt</numerusform>
            <numerusform>Seine letzte Anfrage wollte, dass es noch %n Stunden bleibt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The limit of %n loaded model(s) is reached, and none can be unloaded: all are pinned</source>
        <translation>
            <numerusform>Die Grenze von %n geladenen Modell ist erreicht, und keines kann entladen werden: es ist angeheftet</numerusform>
            <numerusform>Die Grenze von %n geladenen Modellen ist erreicht, und keines kann entladen werden: alle sind angeheftet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n model(s) may be loaded</source>
        <translation>
            <numerusform>höchstens %n Modell darf geladen sein</numerusform>
            <numerusform>höchstens %n Modelle dürfen geladen sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the limit is reached: %n model(s) loaded</source>
        <translation>
            <numerusform>die Grenze ist erreicht: %n Modell geladen</numerusform>
            <numerusform>die Grenze ist erreicht: %n Modelle geladen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%2” still serves %n request(s), so it was not unloaded</source>
        <translation>
            <numerusform>„%2“ bedient noch %n Anfrage und wurde deshalb nicht entladen</numerusform>
            <numerusform>„%2“ bedient noch %n Anfragen und wurde deshalb nicht entladen</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” will be unloaded anyway: %2</source>
        <translation>„%1“ wird trotzdem entladen: %2</translation>
    </message>
    <message numerus="yes">
        <source>“%2” already has %n waiting request(s)</source>
        <translation>
            <numerusform>Auf „%2“ wartet schon %n Anfrage</numerusform>
            <numerusform>Auf „%2“ warten schon %n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>automatic unloading is switched off: a preloaded model would stay loaded</source>
        <translation>das automatische Entladen ist ausgeschaltet: ein vorab geladenes Modell bliebe geladen</translation>
    </message>
    <message>
        <source>%1 must be %2</source>
        <translation>%1 muss %2 sein</translation>
    </message>
    <message>
        <source>%1 must be a number from %2 to %3</source>
        <translation>%1 muss eine Zahl von %2 bis %3 sein</translation>
    </message>
    <message>
        <source>%1 must be a string</source>
        <translation>%1 muss eine Zeichenkette sein</translation>
    </message>
    <message>
        <source>%1 must be a whole number from %2 to %3</source>
        <translation>%1 muss eine ganze Zahl von %2 bis %3 sein</translation>
    </message>
    <message>
        <source>%1 must be an array</source>
        <translation>%1 muss eine Liste sein</translation>
    </message>
    <message>
        <source>%1 must be an object</source>
        <translation>%1 muss ein Objekt sein</translation>
    </message>
    <message>
        <source>%1 must be true or false</source>
        <translation>%1 muss true oder false sein</translation>
    </message>
    <message>
        <source>%1 is not a regular file</source>
        <translation>%1 ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>%1 lists a shard that is not a plain .safetensors file name</source>
        <translation>%1 nennt einen Teil, der kein einfacher .safetensors-Dateiname ist</translation>
    </message>
    <message>
        <source>%1 × %1 pixels, as the model takes them</source>
        <translation>%1 × %1 Pixel, wie das Modell sie nimmt</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, Zeile %2</translation>
    </message>
    <message>
        <source>%1, merge %2</source>
        <translation>%1, Verschmelzung %2</translation>
    </message>
    <message>
        <source>%1: a merge must be two tokens</source>
        <translation>%1: eine Verschmelzung muss aus zwei Token bestehen</translation>
    </message>
    <message>
        <source>%1: an image has %2 patches, which are too many</source>
        <translation>%1: ein Bild hat %2 Felder, das sind zu viele</translation>
    </message>
    <message>
        <source>%1: the patch is larger than the image</source>
        <translation>%1: das Feld ist größer als das Bild</translation>
    </message>
    <message>
        <source>%1: the tensor “%2” has the shape %3; the configuration asks for %4</source>
        <translation>%1: der Tensor „%2“ hat die Form %3; die Konfiguration verlangt %4</translation>
    </message>
    <message>
        <source>%1: the tensor “%2” is missing</source>
        <translation>%1: der Tensor „%2“ fehlt</translation>
    </message>
    <message>
        <source>%1: the token “%2” is missing</source>
        <translation>%1: das Token „%2“ fehlt</translation>
    </message>
    <message>
        <source>%1: “%2” must be %3</source>
        <translation>%1: „%2“ muss sein: %3</translation>
    </message>
    <message>
        <source>%1: “mlp_ratio” gives an empty layer</source>
        <translation>%1: „mlp_ratio“ ergibt eine leere Schicht</translation>
    </message>
    <message>
        <source>a divisor of %1</source>
        <translation>ein Teiler von %1</translation>
    </message>
    <message>
        <source>a list of tokens with “content” and “id”</source>
        <translation>eine Liste von Token mit „content“ und „id“</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>eine Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>eine ganze Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>config.json does not describe a CLIP model: “model_type” must be “clip”</source>
        <translation>config.json beschreibt kein CLIP-Modell: „model_type“ muss „clip“ sein</translation>
    </message>
    <message>
        <source>left at its default: Modeldeck computes no other CLIP ViT</source>
        <translation>beim Standardwert belassen: andere CLIP-ViTs rechnet Modeldeck nicht</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>the shortest edge, or height and width</source>
        <translation>die kürzere Seite, oder Höhe und Breite</translation>
    </message>
    <message>
        <source>the tokenizer knows token %1, the model only %2 tokens</source>
        <translation>der Tokenizer kennt das Token %1, das Modell nur %2 Token</translation>
    </message>
    <message>
        <source>three numbers above 0</source>
        <translation>drei Zahlen über 0</translation>
    </message>
    <message>
        <source>three numbers</source>
        <translation>drei Zahlen</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>true, or “size” must be %1</source>
        <translation>true, oder „size“ muss sein: %1</translation>
    </message>
    <message>
        <source>unloading it would free nothing</source>
        <translation>seine Entladung würde nichts freigeben</translation>
    </message>
    <message>
        <source>Memory of the control group: programs wait for memory, pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Speicher der Kontrollgruppe: Programme warten auf Speicher, der Druck ist jetzt %1, %2 von %3 GiB sind belegt</translation>
    </message>
    <message>
        <source>Share of memory in use from which models are unloaded early. Below it, stalls (programs that wait for memory) count as high pressure at most</source>
        <translation>Anteil des belegten Speichers, ab dem Modelle früher entladen werden. Darunter zählen Engpässe (Programme, die auf Speicher warten) höchstens als hoher Druck</translation>
    </message>
    <message>
        <source>System memory: programs wait for memory, pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Arbeitsspeicher: Programme warten auf Speicher, der Druck ist jetzt %1, %2 von %3 GiB sind belegt</translation>
    </message>
    <message>
        <source>loaded or used in the last %1</source>
        <translation>in den letzten %1 geladen oder benutzt</translation>
    </message>
    <message>
        <source>programs wait for memory, pressure is %1: idle for %2</source>
        <translation>Programme warten auf Speicher, der Druck ist %1: seit %2 unbenutzt</translation>
    </message>
    <message>
        <source>Programs wait for memory (%1 % in use), but no model is loaded: other programs cause it</source>
        <translation>Programme warten auf Speicher (%1 % belegt), aber kein Modell ist geladen: Andere Programme sind die Ursache</translation>
    </message>
    <message>
        <source>Processor time that an image may take to decode, from the next load on; each megapixel adds a tenth of a second</source>
        <translation>Prozessorzeit, die das Dekodieren eines Bildes brauchen darf, ab dem nächsten Laden; jedes Megapixel gibt eine Zehntelsekunde dazu</translation>
    </message>
    <message>
        <source>The image makes its decoder fail.</source>
        <translation>Das Bild bringt seinen Dekoder zum Absturz.</translation>
    </message>
    <message>
        <source>The image takes more memory to decode than an image of its size may.</source>
        <translation>Das Bild braucht beim Dekodieren mehr Speicher, als einem Bild seiner Größe zusteht.</translation>
    </message>
    <message>
        <source>The image takes more processor time to decode than an image of its size may.</source>
        <translation>Das Bild braucht beim Dekodieren mehr Prozessorzeit, als einem Bild seiner Größe zusteht.</translation>
    </message>
    <message>
        <source>The model&apos;s folder does not say how images are prepared. %1 × %1 pixels, scaled with bicubic filtering, and the colours&apos; mean and deviation of OpenAI&apos;s CLIP are assumed.</source>
        <translation>Der Ordner des Modells sagt nicht, wie Bilder vorbereitet werden. Angenommen werden %1 × %1 Pixel, bikubisch skaliert, sowie Mittelwert und Abweichung der Farben von OpenAIs CLIP.</translation>
    </message>
    <message>
        <source>%1 declares a longer header than the file&apos;s %2 bytes: it is truncated or not a safetensors file</source>
        <translation>%1 gibt einen Kopf an, der länger ist als die %2 Bytes der Datei: Sie ist abgeschnitten oder keine Safetensors-Datei</translation>
    </message>
    <message>
        <source>%1 is behind a link of another user, or in a folder that others can change</source>
        <translation>%1 liegt hinter einem Link eines anderen Benutzers oder in einem Ordner, den andere ändern können</translation>
    </message>
    <message>
        <source>%1 is truncated: a tensor ends beyond its %2 bytes of data</source>
        <translation>%1 ist abgeschnitten: Ein Tensor endet hinter seinen %2 Bytes an Daten</translation>
    </message>
    <message>
        <source>%1 lacks tensors that the index lists: %2</source>
        <translation>In %1 fehlen Tensoren, die der Index aufführt: %2</translation>
    </message>
    <message>
        <source>%1: a token has two ids, %2 and %3</source>
        <translation>%1: Ein Token hat zwei Nummern, %2 und %3</translation>
    </message>
    <message>
        <source>%1: a token&apos;s id is not a whole number from 0 to %2</source>
        <translation>%1: Die Nummer eines Tokens ist keine ganze Zahl von 0 bis %2</translation>
    </message>
    <message>
        <source>%1: an entry of the header contradicts itself</source>
        <translation>%1: Ein Eintrag des Kopfes widerspricht sich</translation>
    </message>
    <message>
        <source>%1: at byte %2, a tensor does not begin where the one before it ends</source>
        <translation>%1: Bei Byte %2 beginnt ein Tensor nicht dort, wo der vorige endet</translation>
    </message>
    <message>
        <source>%1: the merge needs a token that the vocabulary lacks</source>
        <translation>%1: Die Verschmelzung braucht ein Token, das im Vokabular fehlt</translation>
    </message>
    <message>
        <source>%1: the type of the tensor “%2” is %3; F32, F16 or BF16 is needed</source>
        <translation>%1: Der Typ des Tensors „%2“ ist %3; nötig ist F32, F16 oder BF16</translation>
    </message>
    <message>
        <source>%1: two tensors overlap at byte %2</source>
        <translation>%1: Zwei Tensoren überlappen sich bei Byte %2</translation>
    </message>
    <message>
        <source>%1: two tokens have the same id %2</source>
        <translation>%1: Zwei Tokens haben dieselbe Nummer %2</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are origins such as https://example.org or app://obsidian.md, not patterns</source>
        <translation>%1 ist „%2“ (aus %3); erlaubt sind Ursprünge wie https://example.org oder app://obsidian.md, keine Muster</translation>
    </message>
    <message>
        <source>%1: “%2” in %3 is left out: patterns are not supported</source>
        <translation>%1: „%2“ in %3 wird ausgelassen: Muster werden nicht unterstützt</translation>
    </message>
</context>
<context>
    <name>modeldeck::AboutDialog</name>
    <message>
        <source>About Modeldeck</source>
        <translation>Über Modeldeck</translation>
    </message>
    <message>
        <source>The control panel for the embedding models of one computer. It is licensed under the GNU General Public License, version 3 or later, and comes with no warranty.

Built with Qt %1, libtorch and libcurl.</source>
        <translation>Die Schaltzentrale für die Embedding-Modelle eines Rechners. Lizenziert unter der GNU General Public License, Version 3 oder später; ohne jede Gewährleistung.

Gebaut mit Qt %1, libtorch und libcurl.</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Copies what a problem report needs: versions, memory and models, but no inputs and no paths</source>
        <translation>Kopiert, was ein Fehlerbericht braucht: Versionen, Speicher und Modelle, aber keine Eingaben und keine Pfade</translation>
    </message>
    <message>
        <source>Modeldeck %1</source>
        <translation>Modeldeck %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>modeldeck::ActionDelegate</name>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Entladen</translation>
    </message>
</context>
<context>
    <name>modeldeck::Actions</name>
    <message>
        <source>Switch CLIP</source>
        <translation>CLIP wechseln</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>Pause unloading</source>
        <translation>Entladen anhalten</translation>
    </message>
    <message>
        <source>&amp;Load</source>
        <translation>&amp;Laden</translation>
    </message>
    <message>
        <source>&amp;Cancel loading</source>
        <translation>Laden a&amp;bbrechen</translation>
    </message>
    <message>
        <source>&amp;Unload</source>
        <translation>&amp;Entladen</translation>
    </message>
    <message>
        <source>&amp;Switch to this model</source>
        <translation>&amp;Zu diesem Modell wechseln</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>An&amp;heften</translation>
    </message>
    <message>
        <source>&amp;Timeouts…</source>
        <translation>&amp;Fristen …</translation>
    </message>
    <message>
        <source>Copy &amp;id</source>
        <translation>&amp;Kennung kopieren</translation>
    </message>
    <message>
        <source>Unload &amp;all</source>
        <translation>&amp;Alle entladen</translation>
    </message>
    <message>
        <source>&amp;Rescan for models</source>
        <translation>Nach Modellen s&amp;uchen</translation>
    </message>
    <message>
        <source>R&amp;esume unloading</source>
        <translation>Entladen &amp;fortsetzen</translation>
    </message>
    <message>
        <source>Show models that are &amp;not installed</source>
        <translation>&amp;Nicht installierte Modelle zeigen</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Erste Schritte</translation>
    </message>
    <message>
        <source>A&amp;bout Modeldeck</source>
        <translation>&amp;Über Modeldeck</translation>
    </message>
    <message>
        <source>&amp;Close the window</source>
        <translation>Fenster s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Make another CLIP model the current one</source>
        <translation>Ein anderes CLIP-Modell zum aktuellen machen</translation>
    </message>
    <message>
        <source>A pinned model is not unloaded by idle timeouts or high memory pressure</source>
        <translation>Ein angeheftetes Modell wird nicht wegen einer Leerlauffrist oder hohen Speicherdrucks entladen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what it does (its shortcut)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Keep all models loaded for a while; commands still work</source>
        <translation>Alle Modelle eine Weile geladen lassen; Befehle wirken weiterhin</translation>
    </message>
    <message>
        <source>For &amp;15 minutes</source>
        <translation>Für &amp;15 Minuten</translation>
    </message>
    <message>
        <source>For 1 &amp;hour</source>
        <translation>Für 1 &amp;Stunde</translation>
    </message>
    <message>
        <source>&amp;Until resumed</source>
        <translation>&amp;Bis zum Fortsetzen</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Unload after %n request(s) finish</source>
        <translation>
            <numerusform>&amp;Entladen, wenn %n Anfrage fertig ist</numerusform>
            <numerusform>&amp;Entladen, wenn %n Anfragen fertig sind</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>Copy cu&amp;rl command</source>
        <translation>Als cu&amp;rl-Befehl kopieren</translation>
    </message>
    <message>
        <source>Embed a text</source>
        <translation>Einen Text einbetten</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Switch to this model</source>
        <translation>Zu diesem Modell wechseln</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Unload all</source>
        <translation>Alle entladen</translation>
    </message>
    <message>
        <source>Rescan for models</source>
        <translation>Nach Modellen suchen</translation>
    </message>
    <message>
        <source>Resume unloading</source>
        <translation>Entladen fortsetzen</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>&amp;Cancel unloading</source>
        <translation>Entladen a&amp;bbrechen</translation>
    </message>
    <message>
        <source>Cancel loading or unloading</source>
        <translation>Laden oder Entladen abbrechen</translation>
    </message>
    <message>
        <source>Un&amp;pin</source>
        <translation>An&amp;heftung lösen</translation>
    </message>
</context>
<context>
    <name>modeldeck::BannerStack</name>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>modeldeck::ChartOverlay</name>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>−%1</source>
        <comment>so much time ago</comment>
        <translation>−%1</translation>
    </message>
    <message>
        <source>%1 pressure threshold</source>
        <translation>Druckschwelle %1</translation>
    </message>
    <message>
        <source>nothing measured</source>
        <translation>nichts gemessen</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Andere Programme</translation>
    </message>
</context>
<context>
    <name>modeldeck::CommandLine</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::EmptyState</name>
    <message>
        <source>Nothing matches the search</source>
        <translation>Nichts passt zur Suche</translation>
    </message>
    <message>
        <source>Nothing here contains “%1”.</source>
        <translation>Nichts hier enthält „%1“.</translation>
    </message>
</context>
<context>
    <name>modeldeck::EventsModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Unloaded: %1</source>
        <translation>Entladen: %1</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>beschäftigt</translation>
    </message>
    <message>
        <source>finishing its requests</source>
        <translation>beendet noch Anfragen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>state: why</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Moved to RAM: %1</source>
        <translation>In den RAM verlegt: %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::EventsPage</name>
    <message>
        <source>&amp;Receipts only</source>
        <translation>Nur &amp;Belege</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>Nichts zu zeigen</translation>
    </message>
    <message>
        <source>Loads, unloads and errors appear here. Each unload leaves a receipt that says how much memory it freed.</source>
        <translation>Hier erscheinen Laden, Entladen und Fehler. Jedes Entladen hinterlässt einen Beleg, der sagt, wie viel Speicher frei wurde.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Choose an unload to see its receipt.</source>
        <translation>Wählen Sie ein Entladen, um seinen Beleg zu sehen.</translation>
    </message>
    <message>
        <source>%1
This event has no receipt.</source>
        <translation>%1
Zu diesem Ereignis gibt es keinen Beleg.</translation>
    </message>
</context>
<context>
    <name>modeldeck::LibraryModel</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>Dimension</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>%1 (untrained demo)</source>
        <translation>%1 (untrainierte Demo)</translation>
    </message>
    <message>
        <source>✓ yes</source>
        <translation>✓ ja</translation>
    </message>
    <message>
        <source>○ no</source>
        <translation>○ nein</translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation>Ollama</translation>
    </message>
</context>
<context>
    <name>modeldeck::LibraryPage</name>
    <message numerus="yes">
        <source>✓ Its files are sound: %n file(s) read.</source>
        <translation>
            <numerusform>✓ Seine Dateien sind in Ordnung: %n Datei gelesen.</numerusform>
            <numerusform>✓ Seine Dateien sind in Ordnung: %n Dateien gelesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>✕ Its files are damaged.</source>
        <translation>✕ Seine Dateien sind beschädigt.</translation>
    </message>
    <message>
        <source>Command that downloads the model</source>
        <translation>Befehl, der das Modell herunterlädt</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Herunterladen</translation>
    </message>
    <message>
        <source>Text model for O&amp;llama:</source>
        <translation>Textmodell für O&amp;llama:</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Reads all of the model&apos;s files and compares them with what is known about them</source>
        <translation>Liest alle Dateien des Modells und vergleicht sie mit dem, was über sie bekannt ist</translation>
    </message>
    <message>
        <source>Choose a model to see where it is stored, or how to get it.</source>
        <translation>Wählen Sie ein Modell, um zu sehen, wo es gespeichert ist oder wie man es bekommt.</translation>
    </message>
    <message>
        <source>This command downloads it; rescan (F5) afterwards.</source>
        <translation>Dieser Befehl lädt es herunter; suchen Sie danach neu (F5).</translation>
    </message>
    <message>
        <source>Reading its files…</source>
        <translation>Seine Dateien werden gelesen …</translation>
    </message>
    <message>
        <source>Copy the curl command that downloads it</source>
        <translation>Den curl-Befehl kopieren, der es herunterlädt</translation>
    </message>
</context>
<context>
    <name>modeldeck::LogModel</name>
    <message>
        <source>debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>⚠ warning</source>
        <translation>⚠ Warnung</translation>
    </message>
    <message>
        <source>✕ error</source>
        <translation>✕ Fehler</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>modeldeck::LogsPage</name>
    <message>
        <source>&amp;Follow</source>
        <translation>&amp;Folgen</translation>
    </message>
    <message>
        <source>No lines to show</source>
        <translation>Keine Zeilen</translation>
    </message>
    <message>
        <source>What the program writes into its log appears here. The setting log_level decides how much.</source>
        <translation>Hier erscheint, was das Programm in sein Protokoll schreibt. Die Einstellung log_level bestimmt, wie viel.</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>&amp;Stufe</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>from info</source>
        <translation>ab Info</translation>
    </message>
    <message>
        <source>from warnings</source>
        <translation>ab Warnungen</translation>
    </message>
    <message>
        <source>errors only</source>
        <translation>nur Fehler</translation>
    </message>
    <message>
        <source>Keeps the newest line visible</source>
        <translation>Hält die neueste Zeile sichtbar</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copies the selected lines, or all lines shown</source>
        <translation>Kopiert die gewählten Zeilen, sonst alle gezeigten</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>modeldeck::MainToolBar</name>
    <message>
        <source>Main toolbar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Search (%1)</source>
        <translation>Suchen (%1)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Filters the current page</source>
        <translation>Filtert die aktuelle Seite</translation>
    </message>
</context>
<context>
    <name>modeldeck::MainWindow</name>
    <message>
        <source>Modeldeck</source>
        <translation>Modeldeck</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Probieren</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>modeldeck::MemoryPanel</name>
    <message>
        <source>Legend: %1</source>
        <translation>Legende: %1</translation>
    </message>
    <message>
        <source>Save as &amp;PNG…</source>
        <translation>Als &amp;PNG speichern …</translation>
    </message>
    <message>
        <source>PNG image (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>Save as &amp;CSV…</source>
        <translation>Als &amp;CSV speichern …</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV-Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Save this chart</source>
        <translation>Dieses Diagramm speichern</translation>
    </message>
    <message>
        <source>Save the chart: %1</source>
        <translation>Diagramm speichern: %1</translation>
    </message>
    <message>
        <source>%1 of %2 in use</source>
        <translation>%1 von %2 belegt</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>Diagramm speichern</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelDetails</name>
    <message>
        <source>Text model in Ollama</source>
        <translation>Textmodell in Ollama</translation>
    </message>
    <message>
        <source>Text model in Ollama, family %1</source>
        <translation>Textmodell in Ollama, Familie %1</translation>
    </message>
    <message>
        <source>CLIP demo model with random weights: its vectors mean nothing</source>
        <translation>CLIP-Demomodell mit zufälligen Gewichten: seine Vektoren bedeuten nichts</translation>
    </message>
    <message>
        <source>CLIP model for images and texts</source>
        <translation>CLIP-Modell für Bilder und Texte</translation>
    </message>
    <message>
        <source>images of %1 × %1 pixels</source>
        <translation>Bilder mit %1 × %1 Pixeln</translation>
    </message>
    <message>
        <source>texts of up to %1 tokens</source>
        <translation>Texte mit bis zu %1 Token</translation>
    </message>
    <message>
        <source>%1 private</source>
        <translation>%1 privat</translation>
    </message>
    <message>
        <source>%1 mapped files (page cache)</source>
        <translation>%1 eingeblendete Dateien (Seitencache)</translation>
    </message>
    <message>
        <source>GPU memory not known</source>
        <translation>GPU-Speicher unbekannt</translation>
    </message>
    <message>
        <source>%1 GPU memory</source>
        <translation>%1 GPU-Speicher</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>after %1 idle</source>
        <translation>nach %1 Leerlauf</translation>
    </message>
    <message>
        <source>GPU memory %1, system memory %2</source>
        <translation>GPU-Speicher %1, Arbeitsspeicher %2</translation>
    </message>
    <message>
        <source>in %1, at %2 (%3)</source>
        <comment>countdown, moment, rule</comment>
        <translation>in %1, um %2 (%3)</translation>
    </message>
    <message>
        <source>not automatically: it is pinned</source>
        <translation>nicht automatisch: es ist angeheftet</translation>
    </message>
    <message>
        <source>idle time starts when its requests end</source>
        <translation>der Leerlauf beginnt, wenn seine Anfragen fertig sind</translation>
    </message>
    <message>
        <source>not automatically</source>
        <translation>nicht automatisch</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n Anfrage</numerusform>
            <numerusform>%n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>last used %1</source>
        <translation>zuletzt benutzt %1</translation>
    </message>
    <message>
        <source>by %1</source>
        <comment>last used by a client</comment>
        <translation>von %1</translation>
    </message>
    <message>
        <source>loaded ahead of need</source>
        <translation>vorausschauend geladen</translation>
    </message>
    <message>
        <source>loaded by another program</source>
        <translation>von einem anderen Programm geladen</translation>
    </message>
    <message>
        <source>Details of the model</source>
        <translation>Einzelheiten des Modells</translation>
    </message>
    <message>
        <source>Choose a model to see its details.</source>
        <translation>Wählen Sie ein Modell, um seine Einzelheiten zu sehen.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>model: its state</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>device, number format</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Failure</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Unloads</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>Timeouts</source>
        <translation>Fristen</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Rechnet auf</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Benutzt</translation>
    </message>
    <message>
        <source>Loaded in</source>
        <translation>Geladen in</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>Vektoren</translation>
    </message>
    <message>
        <source>%1 numbers</source>
        <translation>%1 Zahlen</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Nimmt</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Nicht installiert</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>Auf der Platte</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Warum: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Was tun: %1</translation>
    </message>
    <message>
        <source>Assumed</source>
        <translation>Angenommen</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelsModel</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>VRAM</source>
        <translation>VRAM</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Unloads in</source>
        <translation>Entlädt in</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>Dimension</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>%1 (untrained demo)</source>
        <translation>%1 (untrainierte Demo)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Benutzung</translation>
    </message>
    <message>
        <source>The current CLIP model: it answers requests that name none.</source>
        <translation>Das aktuelle CLIP-Modell: es beantwortet Anfragen, die keines nennen.</translation>
    </message>
    <message>
        <source>A demo model with random weights: its vectors mean nothing.</source>
        <translation>Ein Demomodell mit zufälligen Gewichten: seine Vektoren bedeuten nichts.</translation>
    </message>
    <message>
        <source>On %1, %2</source>
        <translation>Auf %1, %2</translation>
    </message>
    <message>
        <source>Loaded in %1</source>
        <translation>Geladen in %1</translation>
    </message>
    <message>
        <source>Private memory: %1</source>
        <translation>Privater Speicher: %1</translation>
    </message>
    <message>
        <source>Mapped files, shared with the page cache: %1</source>
        <translation>Eingeblendete Dateien, mit dem Seitencache geteilt: %1</translation>
    </message>
    <message>
        <source>Pinned: idle timeouts and high memory pressure leave it loaded.</source>
        <translation>Angeheftet: Leerlauffristen und hoher Speicherdruck lassen es geladen.</translation>
    </message>
    <message>
        <source>Idle time starts when its requests end.</source>
        <translation>Der Leerlauf beginnt, wenn seine Anfragen fertig sind.</translation>
    </message>
    <message>
        <source>No timeout applies to it.</source>
        <translation>Keine Frist gilt für es.</translation>
    </message>
    <message>
        <source>%1
at %2
A request restarts the countdown; memory pressure shortens it.</source>
        <translation>%1
um %2
Eine Anfrage startet den Countdown neu; Speicherdruck verkürzt ihn.</translation>
    </message>
    <message>
        <source>no action</source>
        <translation>keine Aktion</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Load ViT-L-14/openai</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>unloads in %1, %2</source>
        <translation>entlädt in %1, %2</translation>
    </message>
    <message>
        <source>%1, current CLIP model</source>
        <translation>%1, aktuelles CLIP-Modell</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelsPanel</name>
    <message>
        <source>No model is installed</source>
        <translation>Kein Modell ist installiert</translation>
    </message>
    <message>
        <source>Download a CLIP model into the Hugging Face cache, or put one into %1/&lt;architecture&gt;/&lt;weights&gt;/, then rescan (F5). To try Modeldeck without a download, make an untrained demo model.</source>
        <translation>Laden Sie ein CLIP-Modell in den Hugging-Face-Cache herunter, oder legen Sie eines nach %1/&lt;Architektur&gt;/&lt;Gewichte&gt;/ und suchen Sie neu (F5). Um Modeldeck ohne Herunterladen zu probieren, erzeugen Sie ein untrainiertes Demomodell.</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelsTable</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>modeldeck::Notices</name>
    <message>
        <source>%1 could not be loaded</source>
        <translation>%1 konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>%1 could not be unloaded</source>
        <translation>%1 konnte nicht entladen werden</translation>
    </message>
    <message>
        <source>Not all models could be unloaded</source>
        <translation>Nicht alle Modelle konnten entladen werden</translation>
    </message>
    <message>
        <source>The switch to %1 failed</source>
        <translation>Der Wechsel zu %1 schlug fehl</translation>
    </message>
    <message>
        <source>%1 could not be pinned</source>
        <translation>%1 konnte nicht angeheftet werden</translation>
    </message>
    <message>
        <source>%1 could not be unpinned</source>
        <translation>%1 konnte nicht gelöst werden</translation>
    </message>
    <message>
        <source>Looking for models failed</source>
        <translation>Die Suche nach Modellen schlug fehl</translation>
    </message>
    <message>
        <source>The setting could not be changed</source>
        <translation>Die Einstellung konnte nicht geändert werden</translation>
    </message>
    <message>
        <source>Unloading could not be paused</source>
        <translation>Das Entladen konnte nicht angehalten werden</translation>
    </message>
    <message>
        <source>Unloading could not be resumed</source>
        <translation>Das Entladen konnte nicht fortgesetzt werden</translation>
    </message>
    <message>
        <source>%1 could not be downloaded</source>
        <translation>%1 konnte nicht heruntergeladen werden</translation>
    </message>
    <message>
        <source>Downloading %1 could not be cancelled</source>
        <translation>Das Herunterladen von %1 konnte nicht abgebrochen werden</translation>
    </message>
    <message>
        <source>Ollama is still not reachable</source>
        <translation>Ollama ist immer noch nicht erreichbar</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>what failed: why</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The next attempt is in %1 at the earliest.</source>
        <translation>Der nächste Versuch ist frühestens in %1.</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelling the load or unload of %1 failed</source>
        <translation>Das Laden oder Entladen von %1 konnte nicht abgebrochen werden</translation>
    </message>
    <message>
        <source>The next request loads it again. If it crashes again, the log may say why. The system also ends programs when memory runs out.</source>
        <translation>Die nächste Anfrage lädt es wieder. Stürzt es noch einmal ab, steht vielleicht im Protokoll, warum. Das System beendet Programme auch, wenn der Speicher ausgeht.</translation>
    </message>
    <message>
        <source>The timeouts of %1 could not be changed</source>
        <translation>Die Fristen von %1 konnten nicht geändert werden</translation>
    </message>
</context>
<context>
    <name>modeldeck::Notifier</name>
    <message>
        <source>Ollama is back</source>
        <translation>Ollama ist wieder da</translation>
    </message>
    <message>
        <source>Text models work again.</source>
        <translation>Textmodelle gehen wieder.</translation>
    </message>
    <message>
        <source>Ollama does not answer</source>
        <translation>Ollama antwortet nicht</translation>
    </message>
    <message>
        <source>%1 was unloaded</source>
        <translation>%1 wurde entladen</translation>
    </message>
    <message>
        <source>Memory was low; %1 was freed.</source>
        <translation>Der Speicher war knapp; %1 wurden frei.</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Memory use is high</source>
        <translation>Der Speicher ist stark belegt</translation>
    </message>
    <message>
        <source>%1 in use for %2. Unload a model, or close another program.</source>
        <translation>%1 seit %2 belegt. Entladen Sie ein Modell, oder schließen Sie ein anderes Programm.</translation>
    </message>
</context>
<context>
    <name>modeldeck::OverviewPage</name>
    <message>
        <source>System memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>system-memory</source>
        <translation>arbeitsspeicher</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU-Speicher</translation>
    </message>
    <message>
        <source>gpu-memory</source>
        <translation>gpu-speicher</translation>
    </message>
    <message>
        <source>Private memory. Mapped model files are page cache, which the system frees when it needs memory; the models table shows them.</source>
        <translation>Privater Speicher. Eingeblendete Modelldateien sind Seitencache, den das System bei Bedarf freigibt; die Modelltabelle zeigt sie.</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>Charts show the last %1</source>
        <translation>Die Diagramme zeigen die letzten %1</translation>
    </message>
    <message>
        <source>Hold the charts</source>
        <translation>Diagramme anhalten</translation>
    </message>
    <message>
        <source>Hold the charts still; recording goes on</source>
        <translation>Die Diagramme stehen lassen; aufgezeichnet wird weiter</translation>
    </message>
    <message>
        <source>Using the CPU; models live in RAM.</source>
        <translation>Gerechnet wird auf der CPU; Modelle liegen im RAM.</translation>
    </message>
    <message>
        <source>Models load on first use.</source>
        <translation>Modelle laden bei der ersten Benutzung.</translation>
    </message>
</context>
<context>
    <name>modeldeck::PageStack</name>
    <message>
        <source>%1 (%2)</source>
        <comment>page (its shortcut)</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>modeldeck::PresetBar</name>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Timeouts and limits as set below.</source>
        <translation>Fristen und Grenzen wie unten gesetzt.</translation>
    </message>
</context>
<context>
    <name>modeldeck::PullBar</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel downloading %1</source>
        <translation>Herunterladen von %1 abbrechen</translation>
    </message>
    <message>
        <source>Download of %1</source>
        <translation>Herunterladen von %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>bytes per second</comment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::ReceiptView</name>
    <message>
        <source>Receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>%1 unloaded, %2</source>
        <comment>model, moment</comment>
        <translation>%1 entladen, %2</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Belegte</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Process memory</source>
        <translation>Prozessspeicher</translation>
    </message>
    <message>
        <source>   private</source>
        <translation>   privat</translation>
    </message>
    <message>
        <source>   mapped files</source>
        <translation>   eingeblendete Dateien</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU-Speicher</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>System memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>%1 available (other programs move this number too)</source>
        <translation>%1 verfügbar (auch andere Programme bewegen diese Zahl)</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason (rule)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>model: why not</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Other candidates</source>
        <translation>Andere Kandidaten</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 moved to RAM, %2</source>
        <comment>model, moment</comment>
        <translation>%1 in den RAM verlegt, %2</translation>
    </message>
</context>
<context>
    <name>modeldeck::RestPanel</name>
    <message>
        <source>Create a new &amp;token…</source>
        <translation>Neues &amp;Token erzeugen …</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Copy this token now: it is not shown again. It is stored in %1.</source>
        <translation>Kopieren Sie dieses Token jetzt: es wird nicht wieder gezeigt. Es ist in %1 gespeichert.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>startet …</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Answers at</source>
        <translation>Antwortet unter</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>none (HTTP)</source>
        <translation>keine (HTTP)</translation>
    </message>
    <message>
        <source>HTTPS with the certificate %1</source>
        <translation>HTTPS mit dem Zertifikat %1</translation>
    </message>
    <message>
        <source>none: programs on this computer need no token</source>
        <translation>keines: Programme auf diesem Rechner brauchen kein Token</translation>
    </message>
    <message>
        <source>required; it is stored in %1</source>
        <translation>wird verlangt; es ist in %1 gespeichert</translation>
    </message>
    <message>
        <source>on, with the previous token and certificate: %1</source>
        <translation>an, mit dem vorigen Token und Zertifikat: %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::RestSwitch</name>
    <message>
        <source>REST &amp;API</source>
        <translation>REST-&amp;API</translation>
    </message>
    <message>
        <source>Address, port and token of the REST API</source>
        <translation>Adresse, Port und Token der REST-API</translation>
    </message>
    <message>
        <source>Set on the command line</source>
        <translation>Auf der Befehlszeile gesetzt</translation>
    </message>
    <message>
        <source>Set by the environment variable %1</source>
        <translation>Von der Umgebungsvariable %1 gesetzt</translation>
    </message>
    <message>
        <source>○ off</source>
        <translation>○ aus</translation>
    </message>
    <message>
        <source>◐ starting…</source>
        <translation>◐ startet …</translation>
    </message>
    <message>
        <source>✕ failed</source>
        <translation>✕ fehlgeschlagen</translation>
    </message>
    <message>
        <source>● on, port %1</source>
        <translation>● an, Port %1</translation>
    </message>
    <message>
        <source>● on</source>
        <translation>● an</translation>
    </message>
    <message>
        <source>REST API: %1</source>
        <translation>REST-API: %1</translation>
    </message>
    <message>
        <source>Serve the REST API, so that other programs can use the models</source>
        <translation>Die REST-API anbieten, damit andere Programme die Modelle benutzen können</translation>
    </message>
</context>
<context>
    <name>modeldeck::Samples</name>
    <message>
        <source>switched away from %1</source>
        <translation>Wechsel weg von %1</translation>
    </message>
    <message>
        <source>%1 unloaded</source>
        <translation>%1 entladen</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 loads</source>
        <translation>%1 lädt</translation>
    </message>
    <message>
        <source>%1 moved to RAM</source>
        <translation>%1 in den RAM verlegt</translation>
    </message>
</context>
<context>
    <name>modeldeck::SettingCategories</name>
    <message>
        <source>Unloading</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>Memory pressure</source>
        <translation>Speicherdruck</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation>Ollama</translation>
    </message>
    <message>
        <source>REST API</source>
        <translation>REST-API</translation>
    </message>
    <message>
        <source>History and log</source>
        <translation>Verlauf und Protokoll</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
</context>
<context>
    <name>modeldeck::SettingField</name>
    <message>
        <source>s (%1)</source>
        <comment>seconds (the same in words)</comment>
        <translation>s (%1)</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes</comment>
        <translation>min</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Byte</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>Back to the default: %1</source>
        <translation>Zurück zum Standard: %1</translation>
    </message>
    <message>
        <source>%1: back to the default</source>
        <translation>%1: zurück zum Standard</translation>
    </message>
    <message>
        <source>the default</source>
        <translation>der Standard</translation>
    </message>
    <message>
        <source>set in the settings file</source>
        <translation>in der Einstellungsdatei gesetzt</translation>
    </message>
    <message>
        <source>set by the environment variable %1</source>
        <translation>von der Umgebungsvariable %1 gesetzt</translation>
    </message>
    <message>
        <source>set on the command line</source>
        <translation>auf der Befehlszeile gesetzt</translation>
    </message>
    <message>
        <source>default: %1</source>
        <translation>Standard: %1</translation>
    </message>
    <message>
        <source>applies after a restart</source>
        <translation>gilt nach einem Neustart</translation>
    </message>
</context>
<context>
    <name>modeldeck::SettingsPage</name>
    <message>
        <source>Appl&amp;y</source>
        <translation>An&amp;wenden</translation>
    </message>
    <message>
        <source>&amp;Revert</source>
        <translation>&amp;Zurücknehmen</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation>Wird angewendet …</translation>
    </message>
    <message>
        <source>Applied.</source>
        <translation>Angewendet.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) not applied</source>
        <translation>
            <numerusform>%n Änderung nicht angewendet</numerusform>
            <numerusform>%n Änderungen nicht angewendet</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy c&amp;url command</source>
        <translation>Als c&amp;url-Befehl kopieren</translation>
    </message>
    <message>
        <source>The command that makes these changes through the REST API</source>
        <translation>Der Befehl, der diese Änderungen über die REST-API vornimmt</translation>
    </message>
</context>
<context>
    <name>modeldeck::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>modeldeck::SideBar</name>
    <message>
        <source>VRAM</source>
        <translation>VRAM</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>%1 in use</source>
        <translation>%1 belegt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Memory held by models</source>
        <translation>Von Modellen belegter Speicher</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n Modell geladen</numerusform>
            <numerusform>%n Modelle geladen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new event(s)</source>
        <translation>
            <numerusform>%n neues Ereignis</numerusform>
            <numerusform>%n neue Ereignisse</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::StatusLine</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Memory pressure: %1</source>
        <translation>Speicherdruck: %1</translation>
    </message>
    <message>
        <source>up %1</source>
        <translation>läuft seit %1</translation>
    </message>
    <message>
        <source>%1 requests/s</source>
        <translation>%1 Anfragen/s</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n Modell geladen</numerusform>
            <numerusform>%n Modelle geladen</numerusform>
        </translation>
    </message>
    <message>
        <source>automatic unloading is off</source>
        <translation>automatisches Entladen ist aus</translation>
    </message>
    <message>
        <source>automatic unloading is paused</source>
        <translation>automatisches Entladen ist angehalten</translation>
    </message>
</context>
<context>
    <name>modeldeck::TakeOverDialog</name>
    <message>
        <source>Modeldeck</source>
        <translation>Modeldeck</translation>
    </message>
    <message>
        <source>%1 (process %2) already manages the models of this account.

The window can take over from it: its models are unloaded, and what it serves is served again as far as the window&apos;s settings say so.</source>
        <translation>%1 (Prozess %2) verwaltet bereits die Modelle dieses Kontos.

Das Fenster kann von ihm übernehmen: seine Modelle werden entladen, und was es anbietet, wird wieder angeboten, soweit die Einstellungen des Fensters es sagen.</translation>
    </message>
    <message>
        <source>&amp;Take over</source>
        <translation>&amp;Übernehmen</translation>
    </message>
    <message>
        <source>Waiting for it to end…</source>
        <translation>Warten auf sein Ende …</translation>
    </message>
    <message>
        <source>%1 can&apos;t be told to end from here. Once you have ended it, the window starts.</source>
        <translation>%1 lässt sich von hier aus nicht beenden. Sobald Sie es beendet haben, startet das Fenster.</translation>
    </message>
</context>
<context>
    <name>modeldeck::TimelineChart</name>
    <message>
        <source>Other models</source>
        <translation>Andere Modelle</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Andere Programme</translation>
    </message>
</context>
<context>
    <name>modeldeck::TimeoutsDialog</name>
    <message>
        <source>&amp;Timeouts of its own</source>
        <translation>&amp;Eigene Fristen</translation>
    </message>
    <message>
        <source>Timeouts of %1</source>
        <translation>Fristen von %1</translation>
    </message>
    <message>
        <source>Seconds without a request before the model leaves that memory; 0 means never.</source>
        <translation>Sekunden ohne Anfrage, bevor das Modell diesen Speicher verlässt; 0 heißt nie.</translation>
    </message>
    <message>
        <source>&amp;GPU memory, seconds</source>
        <translation>&amp;GPU-Speicher, Sekunden</translation>
    </message>
    <message>
        <source>&amp;System memory, seconds</source>
        <translation>&amp;Arbeitsspeicher, Sekunden</translation>
    </message>
    <message>
        <source>Copy cu&amp;rl command</source>
        <translation>Als cu&amp;rl-Befehl kopieren</translation>
    </message>
</context>
<context>
    <name>modeldeck::Tray</name>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Zeigen</translation>
    </message>
    <message>
        <source>%1 · RAM %2</source>
        <comment>models loaded · memory in use</comment>
        <translation>%1 · RAM %2</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n Modell geladen</numerusform>
            <numerusform>%n Modelle geladen</numerusform>
        </translation>
    </message>
    <message>
        <source>Modeldeck: %1</source>
        <translation>Modeldeck: %1</translation>
    </message>
    <message>
        <source>Switch the REST &amp;API off</source>
        <translation>REST-&amp;API ausschalten</translation>
    </message>
    <message>
        <source>Switch the REST &amp;API on</source>
        <translation>REST-&amp;API einschalten</translation>
    </message>
</context>
<context>
    <name>modeldeck::Troubles</name>
    <message>
        <source>Ollama does not answer at %1</source>
        <translation>Ollama antwortet nicht unter %1</translation>
    </message>
    <message>
        <source>Text models need it; get it at ollama.com. CLIP models work without it.</source>
        <translation>Textmodelle brauchen es; Sie bekommen es unter ollama.com. CLIP-Modelle gehen ohne.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Do without</source>
        <translation>Ohne auskommen</translation>
    </message>
    <message>
        <source>Idle models are unloaded at once.</source>
        <translation>Modelle im Leerlauf werden sofort entladen.</translation>
    </message>
    <message>
        <source>Models idle for %1 are unloaded.</source>
        <translation>Modelle, die %1 im Leerlauf waren, werden entladen.</translation>
    </message>
    <message>
        <source>Unloading is paused until %1</source>
        <translation>Das Entladen ist bis %1 angehalten</translation>
    </message>
    <message>
        <source>Unloading is paused until it is resumed</source>
        <translation>Das Entladen ist angehalten, bis es fortgesetzt wird</translation>
    </message>
    <message>
        <source>No model is unloaded automatically; commands still work.</source>
        <translation>Kein Modell wird automatisch entladen; Befehle wirken weiterhin.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Text models work again once it answers. Start it with “ollama serve”.</source>
        <translation>Textmodelle gehen wieder, sobald es antwortet. Starten Sie es mit „ollama serve“.</translation>
    </message>
    <message>
        <source>Memory is nearly used up</source>
        <translation>Der Speicher ist fast aufgebraucht</translation>
    </message>
    <message>
        <source>Memory pressure is high</source>
        <translation>Der Speicherdruck ist hoch</translation>
    </message>
    <message>
        <source>Models folder not found: %1</source>
        <translation>Modellordner nicht gefunden: %1</translation>
    </message>
    <message>
        <source>Create the folder, or choose another one in the settings.</source>
        <translation>Legen Sie den Ordner an, oder wählen Sie in den Einstellungen einen anderen.</translation>
    </message>
    <message>
        <source>The REST API is not running: %1</source>
        <translation>Die REST-API läuft nicht: %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>%1 konnte nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>Programs are waiting for memory</source>
        <translation>Programme warten auf Speicher</translation>
    </message>
</context>
<context>
    <name>modeldeck::TryInput</name>
    <message>
        <source>%1: text</source>
        <translation>%1: Text</translation>
    </message>
    <message>
        <source>Type a text, or drop an image here</source>
        <translation>Text eingeben oder ein Bild hierher ziehen</translation>
    </message>
    <message>
        <source>Remove the image</source>
        <translation>Das Bild entfernen</translation>
    </message>
    <message>
        <source>%1: remove the image</source>
        <translation>%1: das Bild entfernen</translation>
    </message>
    <message>
        <source>Choose an image…</source>
        <translation>Ein Bild wählen …</translation>
    </message>
    <message>
        <source>%1: choose an image</source>
        <translation>%1: ein Bild wählen</translation>
    </message>
    <message>
        <source>it is larger than %1</source>
        <translation>sie ist größer als %1</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>sie ist leer</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <comment>file name, size</comment>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>Ein Bild wählen</translation>
    </message>
    <message>
        <source>Images (%1)</source>
        <translation>Bilder (%1)</translation>
    </message>
</context>
<context>
    <name>modeldeck::TryPage</name>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Second, to compare with</source>
        <translation>Zweites, zum Vergleich</translation>
    </message>
    <message>
        <source>&amp;Embed</source>
        <translation>&amp;Einbetten</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>Each side takes a text or an image. The model is loaded first if necessary.</source>
        <translation>Auf jeder Seite steht ein Text oder ein Bild. Wenn nötig, wird das Modell zuerst geladen.</translation>
    </message>
    <message>
        <source>%1 computes…</source>
        <translation>%1 rechnet …</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Similarity: %1</source>
        <comment>of two inputs, −1 to 1</comment>
        <translation>Ähnlichkeit: %1</translation>
    </message>
    <message>
        <source>One vector. Give a second input to compare it with.</source>
        <translation>Ein Vektor. Geben Sie eine zweite Eingabe zum Vergleich.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1 (untrained: similarities mean nothing)</source>
        <translation>%1 (untrainiert: Ähnlichkeiten bedeuten nichts)</translation>
    </message>
    <message>
        <source>Vector size</source>
        <translation>Vektorgröße</translation>
    </message>
    <message>
        <source>Total time</source>
        <translation>Gesamtdauer</translation>
    </message>
    <message>
        <source>Wait for the model</source>
        <translation>Warten auf das Modell</translation>
    </message>
    <message>
        <source>Time to compute</source>
        <translation>Rechenzeit</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>First vector</source>
        <translation>Erster Vektor</translation>
    </message>
    <message>
        <source>Second vector</source>
        <translation>Zweiter Vektor</translation>
    </message>
    <message>
        <source>No model is installed. The Library page says how to get one.</source>
        <translation>Kein Modell ist installiert. Die Seite Bibliothek sagt, wie man eines bekommt.</translation>
    </message>
</context>
<context>
    <name>modeldeck::WelcomePage</name>
    <message>
        <source>%1, %2</source>
        <comment>GPU, its memory</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 (this program&apos;s runner cannot use it)</source>
        <translation>%1 (der Runner dieses Programms kann sie nicht benutzen)</translation>
    </message>
    <message>
        <source>none: models compute on the CPU and live in RAM</source>
        <translation>keine: Modelle rechnen auf der CPU und liegen im RAM</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht benutzt</translation>
    </message>
    <message>
        <source>looking for it at %1…</source>
        <translation>wird unter %1 gesucht …</translation>
    </message>
    <message>
        <source>version %1 at %2</source>
        <translation>Version %1 unter %2</translation>
    </message>
    <message>
        <source>does not answer at %1. Text models need it (ollama.com); CLIP models work without it.</source>
        <translation>antwortet nicht unter %1. Textmodelle brauchen es (ollama.com); CLIP-Modelle gehen ohne.</translation>
    </message>
    <message>
        <source>Command that downloads a model</source>
        <translation>Befehl, der ein Modell herunterlädt</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Embedding models, loaded when needed</source>
        <translation>Embedding-Modelle, geladen bei Bedarf</translation>
    </message>
    <message>
        <source>&amp;Show the overview</source>
        <translation>Den Überblick &amp;zeigen</translation>
    </message>
    <message>
        <source>Modeldeck loads an embedding model when a program needs it, shows what it costs, and frees the memory when nobody uses it. Every unload leaves a receipt.</source>
        <translation>Modeldeck lädt ein Embedding-Modell, wenn ein Programm es braucht, zeigt, was es kostet, und gibt den Speicher frei, wenn niemand es benutzt. Jedes Entladen hinterlässt einen Beleg.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>The next step</source>
        <translation>Der nächste Schritt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>%1, of which %2 are available</source>
        <translation>%1, davon %2 verfügbar</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation>Ollama</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) installed</source>
        <translation>
            <numerusform>%n Modell installiert</numerusform>
            <numerusform>%n Modelle installiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is loaded until it is used. Embed something on the Try it page, or switch on the REST API at the lower left, so that other programs can.</source>
        <translation>Nichts ist geladen, bevor es benutzt wird. Betten Sie auf der Seite Probieren etwas ein, oder schalten Sie unten links die REST-API ein, damit andere Programme es können.</translation>
    </message>
    <message>
        <source>Get a model: run this command in a terminal, then rescan (F5). The Library page has the commands for all known models. “hf” comes with the Python package huggingface_hub.</source>
        <translation>Besorgen Sie ein Modell: führen Sie diesen Befehl in einem Terminal aus und suchen Sie dann neu (F5). Die Seite Bibliothek hat die Befehle für alle bekannten Modelle. „hf“ kommt mit dem Python-Paket huggingface_hub.</translation>
    </message>
</context>
<context>
    <name>modeldeck::WindowPanel</name>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Closing the window keeps the program in the &amp;tray</source>
        <translation>Beim Schließen des Fensters bleibt das Programm in der &amp;Kontrollleiste</translation>
    </message>
    <message>
        <source>Start at &amp;login, in the background</source>
        <translation>Bei der An&amp;meldung starten, im Hintergrund</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>A model was unloaded by memory &amp;pressure</source>
        <translation>Ein Modell wurde wegen Speicher&amp;druck entladen</translation>
    </message>
    <message>
        <source>A model &amp;failed</source>
        <translation>Ein Modell ist &amp;fehlgeschlagen</translation>
    </message>
    <message>
        <source>&amp;Ollama stopped answering, or answers again</source>
        <translation>&amp;Ollama antwortet nicht mehr oder wieder</translation>
    </message>
    <message>
        <source>&amp;Memory use has been high for a while</source>
        <translation>&amp;Viel Speicher ist seit Längerem belegt</translation>
    </message>
    <message>
        <source>This desktop has no tray: closing the window ends the program.</source>
        <translation>Diese Arbeitsfläche hat keine Kontrollleiste: Schließen des Fensters beendet das Programm.</translation>
    </message>
</context>
<context>
    <name>modeldeck::Wording</name>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>nicht geladen</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>lädt …</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message numerus="yes">
        <source>busy: %n request(s)</source>
        <translation>
            <numerusform>beschäftigt: %n Anfrage</numerusform>
            <numerusform>beschäftigt: %n Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>unloads after %n request(s) finish</source>
        <translation>
            <numerusform>entlädt, wenn %n Anfrage fertig ist</numerusform>
            <numerusform>entlädt, wenn %n Anfragen fertig sind</numerusform>
        </translation>
    </message>
    <message>
        <source>unloading…</source>
        <translation>entlädt …</translation>
    </message>
    <message>
        <source>ready in RAM</source>
        <translation>bereit im RAM</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>date, time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>–</source>
        <comment>no value</comment>
        <translation>–</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <comment>a time</comment>
        <translation>%1 min %2 s</translation>
    </message>
</context>
</TS>
