<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>modeldeck</name>
    <message>
        <source>%1 (process %2) is already using the state directory %3</source>
        <translation>%1 (processus %2) utilise déjà le dossier d’état %3</translation>
    </message>
    <message>
        <source>%1 can&apos;t be read: %2</source>
        <translation>Impossible de lire %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 must contain exactly one line of printable ASCII</source>
        <translation>%1 doit contenir une seule ligne d’ASCII imprimable</translation>
    </message>
    <message>
        <source>%1 does not support version %2 of the runner protocol</source>
        <translation>%1 ne prend pas en charge la version %2 du protocole du runner</translation>
    </message>
    <message>
        <source>%1 contains no PEM certificate</source>
        <translation>%1 ne contient aucun certificat PEM</translation>
    </message>
    <message>
        <source>%1 contains no PEM key without a passphrase</source>
        <translation>%1 ne contient aucune clé PEM sans phrase secrète</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are %4</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; valeurs admises&#xa0;: %4</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are IP addresses such as 127.0.0.1 or ::1</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; sont admises les adresses IP, comme 127.0.0.1 ou&#xa0;::1</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are host names such as deck.example.org or deck:7000</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; sont admis les noms d’hôte, comme deck.example.org ou deck:7000</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are numbers from %4 to %5</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; sont admis les nombres de %4 à %5</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are paths of folders</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; sont admis les chemins de dossiers</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are true, false, 1, 0, yes and no</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; valeurs admises&#xa0;: true, false, 1, 0, yes et no</translation>
    </message>
    <message>
        <source>%1 is %2 (from %3); allowed are true and false</source>
        <translation>%1 vaut %2 (source&#xa0;: %3)&#xa0;; valeurs admises&#xa0;: true et false</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;, a JSON string (from %3); allowed are true and false, without quotes</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;», une chaîne JSON (source&#xa0;: %3)&#xa0;; valeurs admises&#xa0;: true et false, sans guillemets</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;, a JSON string (from %3); allowed are whole numbers from %4 to %5, without quotes</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;», une chaîne JSON (source&#xa0;: %3)&#xa0;; valeurs admises&#xa0;: nombres entiers de %4 à %5, sans guillemets</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;, a JSON string (from %3); allowed are numbers from %4 to %5, without quotes</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;», une chaîne JSON (source&#xa0;: %3)&#xa0;; valeurs admises&#xa0;: nombres de %4 à %5, sans guillemets</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are whole numbers from %4 to %5</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; sont admis les nombres entiers de %4 à %5</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is a path</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; un chemin est attendu</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is an object of model ids, each with &quot;vram_timeout&quot; or &quot;ram_timeout&quot; from %4 to %5</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; un objet d’identifiants de modèles est attendu, chacun avec &quot;vram_timeout&quot; ou &quot;ram_timeout&quot; de %4 à %5</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is the name of a model</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; le nom d’un modèle est attendu</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 est vide</translation>
    </message>
    <message>
        <source>%1 is longer than %2 bytes</source>
        <translation>%1 dépasse %2&#xa0;octets</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 est absent</translation>
    </message>
    <message>
        <source>%1 is not a JSON object</source>
        <translation>%1 n’est pas un objet JSON</translation>
    </message>
    <message>
        <source>%1 is not a loopback address, and no token is set</source>
        <translation>%1 n’est pas une adresse de bouclage, et aucun jeton n’est défini</translation>
    </message>
    <message>
        <source>%1 is not an IP address</source>
        <translation>%1 n’est pas une adresse IP</translation>
    </message>
    <message>
        <source>%1 is now %2</source>
        <translation>%1 vaut maintenant %2</translation>
    </message>
    <message>
        <source>%1 is set by the environment variable %2</source>
        <translation>%1 est fixé par la variable d’environnement %2</translation>
    </message>
    <message>
        <source>%1 is set on the command line</source>
        <translation>%1 est fixé sur la ligne de commande</translation>
    </message>
    <message>
        <source>%1 lists no files</source>
        <translation>%1 ne désigne aucun fichier</translation>
    </message>
    <message>
        <source>%1 lists too many files</source>
        <translation>%1 désigne trop de fichiers</translation>
    </message>
    <message>
        <source>%1 is missing, although %2 lists it</source>
        <translation>%1 est absent, bien que %2 le mentionne</translation>
    </message>
    <message>
        <source>%1: there is no setting &quot;%2&quot;; it is left alone</source>
        <translation>%1&#xa0;: il n’existe pas de paramètre «&#xa0;%2&#xa0;»&#xa0;; il est laissé tel quel</translation>
    </message>
    <message>
        <source>Also unload models that other programs loaded in Ollama</source>
        <translation>Décharger aussi les modèles que d’autres programmes ont chargés dans Ollama</translation>
    </message>
    <message>
        <source>Ask for the token on loopback also for calls that only read</source>
        <translation>Exiger le jeton sur la boucle locale aussi pour les appels en lecture seule</translation>
    </message>
    <message>
        <source>Can&apos;t listen on %1, port %2: %3</source>
        <translation>Impossible d’écouter sur %1, port %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>Choose another state directory with --state-dir</source>
        <translation>Choisir un autre dossier d’état avec --state-dir</translation>
    </message>
    <message>
        <source>Quit it, or choose another state directory with --state-dir</source>
        <translation>L’arrêter ou choisir un autre dossier d’état avec --state-dir</translation>
    </message>
    <message>
        <source>File with the token that calls of the REST API must carry</source>
        <translation>Fichier contenant le jeton que doivent fournir les appels à l’API REST</translation>
    </message>
    <message>
        <source>Folders with models, as FOLDER/architecture/weights</source>
        <translation>Dossiers des modèles, sous la forme DOSSIER/architecture/poids</translation>
    </message>
    <message>
        <source>HTTPS needs both a certificate and its key</source>
        <translation>HTTPS exige à la fois un certificat et sa clé</translation>
    </message>
    <message>
        <source>Host names, beyond loopback and the address bound, under which the REST API answers</source>
        <translation>Noms d’hôte sous lesquels l’API REST répond, outre la boucle locale et l’adresse d’écoute</translation>
    </message>
    <message>
        <source>How long such a use must last</source>
        <translation>Durée que doit atteindre une telle utilisation</translation>
    </message>
    <message>
        <source>How long the history is kept</source>
        <translation>Durée de conservation de l’historique</translation>
    </message>
    <message>
        <source>How much is logged</source>
        <translation>Niveau de détail du journal</translation>
    </message>
    <message>
        <source>IP addresses on which the REST API listens; any but loopback needs a token</source>
        <translation>Adresses IP sur lesquelles l’API REST écoute&#xa0;; toute autre que la boucle locale exige un jeton</translation>
    </message>
    <message>
        <source>Idle time after which a model is unloaded under memory pressure; 0 is at once</source>
        <translation>Délai d’inactivité après lequel un modèle est déchargé sous pression mémoire&#xa0;; 0&#xa0;: aussitôt</translation>
    </message>
    <message>
        <source>Idle time after which a text model leaves the GPU&apos;s memory; 0 is never</source>
        <translation>Délai d’inactivité après lequel un modèle de texte quitte la mémoire du GPU&#xa0;; 0&#xa0;: jamais</translation>
    </message>
    <message>
        <source>Idle time after which a text model leaves the system&apos;s memory; 0 is never</source>
        <translation>Délai d’inactivité après lequel un modèle de texte quitte la mémoire vive&#xa0;; 0&#xa0;: jamais</translation>
    </message>
    <message>
        <source>Idle time after which a vision model leaves the GPU&apos;s memory; 0 is never</source>
        <translation>Délai d’inactivité après lequel un modèle de vision quitte la mémoire du GPU&#xa0;; 0&#xa0;: jamais</translation>
    </message>
    <message>
        <source>Idle time after which a vision model leaves the system&apos;s memory; 0 is never</source>
        <translation>Délai d’inactivité après lequel un modèle de vision quitte la mémoire vive&#xa0;; 0&#xa0;: jamais</translation>
    </message>
    <message>
        <source>Idle timeouts of single models: {model_id: {&quot;vram_timeout&quot;, &quot;ram_timeout&quot;}}</source>
        <translation>Délais d’inactivité propres à certains modèles&#xa0;: {model_id: {&quot;vram_timeout&quot;, &quot;ram_timeout&quot;}}</translation>
    </message>
    <message>
        <source>Install modeldeck-runner, or set runner_program</source>
        <translation>Installer modeldeck-runner ou définir runner_program</translation>
    </message>
    <message>
        <source>Largest image that is decoded</source>
        <translation>Plus grande image décodée</translation>
    </message>
    <message>
        <source>Load models that are used often ahead of time, when the machine is idle</source>
        <translation>Précharger les modèles souvent utilisés quand la machine est au repos</translation>
    </message>
    <message>
        <source>Longest keep_alive that a request gets; 0 is no limit</source>
        <translation>keep_alive maximal accordé à une requête&#xa0;; 0&#xa0;: sans limite</translation>
    </message>
    <message>
        <source>Longest request body</source>
        <translation>Taille maximale du corps d’une requête</translation>
    </message>
    <message>
        <source>Longest request header</source>
        <translation>Taille maximale de l’en-tête d’une requête</translation>
    </message>
    <message>
        <source>Memory that must stay free after a load</source>
        <translation>Mémoire qui doit rester libre après un chargement</translation>
    </message>
    <message>
        <source>Modeldeck is exiting</source>
        <translation>Modeldeck s’arrête</translation>
    </message>
    <message>
        <source>Modeldeck is shutting down</source>
        <translation>Modeldeck est en cours d’arrêt</translation>
    </message>
    <message>
        <source>Most connections at one time</source>
        <translation>Nombre maximal de connexions simultanées</translation>
    </message>
    <message>
        <source>Most requests that wait for one model</source>
        <translation>Nombre maximal de requêtes en attente d’un même modèle</translation>
    </message>
    <message>
        <source>Most vision models loaded at one time</source>
        <translation>Nombre maximal de modèles de vision chargés en même temps</translation>
    </message>
    <message>
        <source>Similar names: %1</source>
        <translation>Noms proches&#xa0;: %1</translation>
    </message>
    <message>
        <source>“%1” is not being loaded</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas en cours de chargement</translation>
    </message>
    <message>
        <source>No model is installed</source>
        <translation>Aucun modèle n’est installé</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>Rien n’a été modifié</translation>
    </message>
    <message>
        <source>Origins of web pages that may call the REST API, such as https://example.org</source>
        <translation>Origines des pages web autorisées à appeler l’API REST, comme https://example.org</translation>
    </message>
    <message>
        <source>Users other than its owner can read or write %1</source>
        <translation>D’autres utilisateurs que le propriétaire peuvent lire ou modifier %1</translation>
    </message>
    <message>
        <source>PEM file with the private key for HTTPS; needs the certificate too</source>
        <translation>Fichier PEM de la clé privée pour HTTPS&#xa0;; exige aussi le certificat</translation>
    </message>
    <message>
        <source>Put a model into a models directory and rescan</source>
        <translation>Placer un modèle dans un dossier de modèles, puis relancer la recherche</translation>
    </message>
    <message>
        <source>Put its folder into a models directory and rescan</source>
        <translation>Placer son dossier dans un dossier de modèles, puis relancer la recherche</translation>
    </message>
    <message>
        <source>Serve the REST API</source>
        <translation>Proposer l’API REST</translation>
    </message>
    <message>
        <source>Set rest_api_token_file, or listen on 127.0.0.1</source>
        <translation>Définir rest_api_token_file ou écouter sur 127.0.0.1</translation>
    </message>
    <message>
        <source>Share of memory in use that is notified when it lasts; 0 is never</source>
        <translation>Part de mémoire utilisée qui est signalée quand elle dure&#xa0;; 0&#xa0;: jamais</translation>
    </message>
    <message>
        <source>Share of preloaded models that may go unused before preloading becomes more careful</source>
        <translation>Part des modèles préchargés qui peut rester inutilisée avant que le préchargement devienne plus prudent</translation>
    </message>
    <message>
        <source>Shortest keep_alive that a request gets, however short the one it asks for</source>
        <translation>keep_alive minimal accordé à une requête, même si elle demande moins</translation>
    </message>
    <message>
        <source>Start the program without %1 to change it here</source>
        <translation>Démarrer le programme sans %1 pour le modifier ici</translation>
    </message>
    <message>
        <source>Start the program without that option to change it here</source>
        <translation>Démarrer le programme sans cette option pour le modifier ici</translation>
    </message>
    <message>
        <source>Stop the other program, or choose another rest_api_port</source>
        <translation>Arrêter l’autre programme ou choisir un autre rest_api_port</translation>
    </message>
    <message>
        <source>TCP port of the REST API; 0 is any free one</source>
        <translation>Port TCP de l’API REST&#xa0;; 0&#xa0;: n’importe quel port libre</translation>
    </message>
    <message>
        <source>Text model for calls that name none</source>
        <translation>Modèle de texte pour les appels qui n’en nomment aucun</translation>
    </message>
    <message>
        <source>The configuration endpoint and --help list all settings</source>
        <translation>Le point d’accès de la configuration et --help énumèrent tous les paramètres</translation>
    </message>
    <message>
        <source>The history can&apos;t be saved: %1</source>
        <translation>Impossible d’enregistrer l’historique&#xa0;: %1</translation>
    </message>
    <message>
        <source>The history was damaged. It was moved to %1, and a new one was started</source>
        <translation>L’historique était endommagé. Il a été déplacé vers %1, et un nouveau a été commencé</translation>
    </message>
    <message>
        <source>The image can&apos;t be used: %1</source>
        <translation>L’image est inutilisable&#xa0;: %1</translation>
    </message>
    <message>
        <source>The image is too large: %1</source>
        <translation>L’image est trop grande&#xa0;: %1</translation>
    </message>
    <message>
        <source>The input can&apos;t be used: %1</source>
        <translation>L’entrée est inutilisable&#xa0;: %1</translation>
    </message>
    <message>
        <source>The load of “%1” was cancelled</source>
        <translation>Le chargement de «&#xa0;%1&#xa0;» a été annulé</translation>
    </message>
    <message>
        <source>The model could not be loaded: %1</source>
        <translation>Le modèle n’a pas pu être chargé&#xa0;: %1</translation>
    </message>
    <message>
        <source>The model “%1” is not installed: %2</source>
        <translation>Le modèle «&#xa0;%1&#xa0;» n’est pas installé&#xa0;: %2</translation>
    </message>
    <message>
        <source>The model&apos;s files changed while it was loaded: %1</source>
        <translation>Les fichiers du modèle ont changé alors qu’il était chargé&#xa0;: %1</translation>
    </message>
    <message>
        <source>The program continues and shows what it has in memory</source>
        <translation>Le programme continue et montre ce qu’il a en mémoire</translation>
    </message>
    <message>
        <source>The runner sent an unexpected answer</source>
        <translation>Le runner a envoyé une réponse inattendue</translation>
    </message>
    <message>
        <source>The runner returned vectors of the wrong shape</source>
        <translation>Le runner a renvoyé des vecteurs de mauvaise forme</translation>
    </message>
    <message>
        <source>The runner exited unexpectedly: %1</source>
        <translation>Le runner s’est arrêté de façon inattendue&#xa0;: %1</translation>
    </message>
    <message>
        <source>The runner failed: %1</source>
        <translation>Le runner a échoué&#xa0;: %1</translation>
    </message>
    <message>
        <source>The runner loaded the model, but did not describe it</source>
        <translation>Le runner a chargé le modèle, mais ne l’a pas décrit</translation>
    </message>
    <message>
        <source>The runner program %1 could not be started: %2</source>
        <translation>Impossible de démarrer le programme du runner %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>The runner program %1 is missing or can&apos;t be executed</source>
        <translation>Le programme du runner %1 est absent ou ne peut pas être exécuté</translation>
    </message>
    <message>
        <source>The runner sent an unknown message: %1</source>
        <translation>Le runner a envoyé un message inconnu&#xa0;: %1</translation>
    </message>
    <message>
        <source>The runner violated the protocol: %1</source>
        <translation>Le runner a enfreint le protocole&#xa0;: %1</translation>
    </message>
    <message>
        <source>The settings can&apos;t be saved in %1: %2</source>
        <translation>Impossible d’enregistrer les paramètres dans %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>The settings file %1 can&apos;t be read: %2</source>
        <translation>Impossible de lire le fichier de paramètres %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>The settings file %1 is longer than 1 MiB</source>
        <translation>Le fichier de paramètres %1 dépasse 1&#xa0;Mio</translation>
    </message>
    <message>
        <source>The settings file %1 is not JSON: line %2: %3</source>
        <translation>Le fichier de paramètres %1 n’est pas du JSON&#xa0;: ligne %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>The settings file %1 must hold one JSON object</source>
        <translation>Le fichier de paramètres %1 doit contenir un objet JSON</translation>
    </message>
    <message>
        <source>The state directory %1 can&apos;t be used: %2</source>
        <translation>Le dossier d’état %1 est inutilisable&#xa0;: %2</translation>
    </message>
    <message>
        <source>There is no model “%1”</source>
        <translation>Il n’existe pas de modèle «&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>There is no setting &quot;%1&quot;</source>
        <translation>Il n’existe pas de paramètre «&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>Time between two sweeps that compare what is believed with what is loaded</source>
        <translation>Intervalle entre deux contrôles qui comparent l’état supposé des modèles à leur état réel</translation>
    </message>
    <message>
        <source>Time in which Ollama must accept a connection</source>
        <translation>Délai dans lequel Ollama doit accepter une connexion</translation>
    </message>
    <message>
        <source>Time in which Ollama must answer a request, loading included</source>
        <translation>Délai dans lequel Ollama doit répondre à une requête, chargement compris</translation>
    </message>
    <message>
        <source>Time in which a request&apos;s body must arrive</source>
        <translation>Délai dans lequel le corps d’une requête doit arriver</translation>
    </message>
    <message>
        <source>Time in which a request&apos;s header must arrive</source>
        <translation>Délai dans lequel l’en-tête d’une requête doit arriver</translation>
    </message>
    <message>
        <source>Time that running requests have to finish when the program ends</source>
        <translation>Temps laissé aux requêtes en cours pour se terminer quand le programme s’arrête</translation>
    </message>
    <message>
        <source>Under pressure, let go of the cached file of a model that was unloaded</source>
        <translation>Sous pression, libérer le fichier en cache d’un modèle déchargé</translation>
    </message>
    <message>
        <source>Unload models by themselves when nobody uses them</source>
        <translation>Décharger automatiquement les modèles que personne n’utilise</translation>
    </message>
    <message>
        <source>Unload pinned models too when the pressure is critical</source>
        <translation>Décharger aussi les modèles épinglés quand la pression est critique</translation>
    </message>
    <message>
        <source>Unpin one, or raise max_loaded_models</source>
        <translation>En désépingler un ou augmenter max_loaded_models</translation>
    </message>
    <message>
        <source>Use text models through Ollama</source>
        <translation>Utiliser des modèles de texte avec Ollama</translation>
    </message>
    <message>
        <source>Vision model for calls that name none</source>
        <translation>Modèle de vision pour les appels qui n’en nomment aucun</translation>
    </message>
    <message>
        <source>Wait longer, or try again when they are done</source>
        <translation>Attendre plus longtemps ou réessayer quand elles seront terminées</translation>
    </message>
    <message>
        <source>Where Ollama answers</source>
        <translation>Adresse à laquelle Ollama répond</translation>
    </message>
    <message>
        <source>Which model goes first under pressure: the least recently used, or the cheapest to load again</source>
        <translation>Modèle déchargé en premier sous pression&#xa0;: le moins récemment utilisé ou le moins coûteux à recharger</translation>
    </message>
    <message>
        <source>requested</source>
        <translation>demandé</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>occupé</translation>
    </message>
    <message>
        <source>chmod 600 %1</source>
        <translation>chmod 600 %1</translation>
    </message>
    <message>
        <source>its folder no longer exists</source>
        <translation>son dossier n’existe plus</translation>
    </message>
    <message>
        <source>keep_alive_min is %1, more than keep_alive_max, which is %2</source>
        <translation>keep_alive_min vaut %1, plus que keep_alive_max, qui vaut %2</translation>
    </message>
    <message>
        <source>no idle timeout</source>
        <translation>pas de délai d’inactivité</translation>
    </message>
    <message>
        <source>not found on this machine; it is published as %1</source>
        <translation>introuvable sur cette machine&#xa0;; il est publié sous le nom %1</translation>
    </message>
    <message>
        <source>it has only %1, which could run code when it is read; get %2 instead</source>
        <translation>seul %1 est présent, et il pourrait exécuter du code à la lecture&#xa0;; se procurer plutôt %2</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>épinglé</translation>
    </message>
    <message>
        <source>rest_api_address is %1, which others can reach: set rest_api_token_file too</source>
        <translation>rest_api_address vaut %1, que d’autres peuvent atteindre&#xa0;: définir aussi rest_api_token_file</translation>
    </message>
    <message>
        <source>rest_api_address is empty</source>
        <translation>rest_api_address est vide</translation>
    </message>
    <message>
        <source>rest_api_tls_certificate and rest_api_tls_key go together: set both or none</source>
        <translation>rest_api_tls_certificate et rest_api_tls_key vont ensemble&#xa0;: définir les deux ou aucun</translation>
    </message>
    <message>
        <source>switched to %1</source>
        <translation>remplacé par %1</translation>
    </message>
    <message>
        <source>the load was cancelled</source>
        <translation>le chargement a été annulé</translation>
    </message>
    <message>
        <source>the tokenizer is missing: tokenizer.json, or vocab.json with merges.txt</source>
        <translation>le tokenizer manque&#xa0;: tokenizer.json ou vocab.json avec merges.txt</translation>
    </message>
    <message>
        <source>used more recently</source>
        <translation>utilisé plus récemment</translation>
    </message>
    <message>
        <source>%4: memory pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>%4&#xa0;: la pression mémoire est maintenant %1, %2 sur %3&#xa0;Gio sont utilisés</translation>
    </message>
    <message>
        <source>An input is too long for a runner</source>
        <translation>Une entrée est trop longue pour un runner</translation>
    </message>
    <message>
        <source>Its process no longer exists</source>
        <translation>Son processus n’existe plus</translation>
    </message>
    <message>
        <source>Memory of the control group: pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Mémoire du groupe de contrôle&#xa0;: la pression est maintenant %1, %2 sur %3&#xa0;Gio sont utilisés</translation>
    </message>
    <message>
        <source>System memory: pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Mémoire vive&#xa0;: la pression est maintenant %1, %2 sur %3&#xa0;Gio sont utilisés</translation>
    </message>
    <message>
        <source>The request was cancelled</source>
        <translation>La requête a été annulée</translation>
    </message>
    <message>
        <source>Unload or unpin other models, close other programs, or lower memory_headroom</source>
        <translation>Décharger ou désépingler d’autres modèles, fermer d’autres programmes ou réduire memory_headroom</translation>
    </message>
    <message>
        <source>another program loaded it</source>
        <translation>un autre programme l’a chargé</translation>
    </message>
    <message>
        <source>enough memory is freed without it</source>
        <translation>assez de mémoire se libère sans lui</translation>
    </message>
    <message>
        <source>it was still loaded</source>
        <translation>il était encore chargé</translation>
    </message>
    <message>
        <source>its memory is needed for %1</source>
        <translation>sa mémoire est nécessaire à %1</translation>
    </message>
    <message>
        <source>its server unloaded it</source>
        <translation>son serveur l’a déchargé</translation>
    </message>
    <message>
        <source>unloading it would free no memory</source>
        <translation>son déchargement ne libérerait pas de mémoire</translation>
    </message>
    <message>
        <source>“%1” is not preloaded: other models would have to be unloaded</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas préchargé&#xa0;: d’autres modèles devraient être déchargés</translation>
    </message>
    <message>
        <source>“%1” needs %2 MiB of GPU memory; %3 MiB are free, and unloading idle models would free %4 MiB</source>
        <translation>«&#xa0;%1&#xa0;» a besoin de %2 Mio de mémoire du GPU&#xa0;; %3 Mio sont libres, et décharger les modèles inactifs en libérerait %4 Mio</translation>
    </message>
    <message>
        <source>“%1” needs %2 MiB of memory; %3 MiB are free beyond the headroom, and unloading idle models would free %4 MiB</source>
        <translation>«&#xa0;%1&#xa0;» a besoin de %2 Mio de mémoire&#xa0;; %3 Mio sont libres au-delà de la réserve, et décharger les modèles inactifs en libérerait %4 Mio</translation>
    </message>
    <message>
        <source>%1 has %2 bytes of data, but its header promises %3</source>
        <translation>%1 contient %2&#xa0;octets de données, mais son en-tête en annonce %3</translation>
    </message>
    <message>
        <source>%1 has a header that is not a JSON object</source>
        <translation>L’en-tête de %1 n’est pas un objet JSON</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed is an address such as http://127.0.0.1:11434, without a password</source>
        <translation>%1 vaut «&#xa0;%2&#xa0;» (source&#xa0;: %3)&#xa0;; une adresse comme http://127.0.0.1:11434, sans mot de passe, est attendue</translation>
    </message>
    <message>
        <source>%1 is damaged: its SHA-256 is %2, and was %3 when it was downloaded</source>
        <translation>%1 est endommagé&#xa0;: son SHA-256 est %2, et valait %3 lors du téléchargement</translation>
    </message>
    <message>
        <source>%1 is too short for a safetensors file</source>
        <translation>%1 est trop court pour un fichier safetensors</translation>
    </message>
    <message>
        <source>Always ready</source>
        <translation>Toujours prêt</translation>
    </message>
    <message>
        <source>Another modeldeck-runner, such as one built with CUDA, from the next load on; empty is our own</source>
        <translation>Un autre modeldeck-runner, par exemple compilé avec CUDA, dès le prochain chargement&#xa0;; vide&#xa0;: celui du programme</translation>
    </message>
    <message>
        <source>Another program loaded it in Ollama, so it is left alone</source>
        <translation>Un autre programme l’a chargé dans Ollama&#xa0;; il est donc laissé tel quel</translation>
    </message>
    <message>
        <source>Automatic unloading is paused</source>
        <translation>Le déchargement automatique est suspendu</translation>
    </message>
    <message>
        <source>Automatic unloading is switched off</source>
        <translation>Le déchargement automatique est désactivé</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Équilibré</translation>
    </message>
    <message>
        <source>Build modeldeck-runner against a libtorch with CUDA, and set %1 to it</source>
        <translation>Compiler modeldeck-runner avec une libtorch prenant en charge CUDA, et l’indiquer dans %1</translation>
    </message>
    <message>
        <source>CPU threads of a vision model, from the next load on; 0 is by the number of cores</source>
        <translation>Threads CPU d’un modèle de vision, dès le prochain chargement&#xa0;; 0&#xa0;: selon le nombre de cœurs</translation>
    </message>
    <message>
        <source>Change or remove the model&apos;s own timeouts in model_timeout_overrides</source>
        <translation>Modifier ou supprimer les délais propres au modèle dans model_timeout_overrides</translation>
    </message>
    <message>
        <source>Complete %1 and rescan</source>
        <translation>Compléter %1, puis relancer la recherche</translation>
    </message>
    <message>
        <source>Close other programs, or raise %1 if such memory use is normal here</source>
        <translation>Fermer d’autres programmes ou augmenter %1 si une telle utilisation est normale ici</translation>
    </message>
    <message>
        <source>Close other programs, unload other models, or choose a smaller model</source>
        <translation>Fermer d’autres programmes, décharger d’autres modèles ou choisir un modèle plus petit</translation>
    </message>
    <message>
        <source>Stop the clients that send requests, or reload the model</source>
        <translation>Arrêter les clients qui envoient ces requêtes ou recharger le modèle</translation>
    </message>
    <message>
        <source>For machines with little memory: models go soon, one at a time stays loaded, nothing is loaded ahead of need</source>
        <translation>Pour les machines avec peu de mémoire&#xa0;: les modèles partent vite, un seul à la fois reste chargé, rien n’est préchargé</translation>
    </message>
    <message>
        <source>For machines with much memory: models stay until memory gets scarce</source>
        <translation>Pour les machines avec beaucoup de mémoire&#xa0;: les modèles restent tant que la mémoire ne manque pas</translation>
    </message>
    <message>
        <source>Install it, or set %1 to an installed model</source>
        <translation>L’installer ou donner à %1 le nom d’un modèle installé</translation>
    </message>
    <message>
        <source>It can&apos;t be loaded: %1</source>
        <translation>Il ne peut pas être chargé&#xa0;: %1</translation>
    </message>
    <message>
        <source>It failed earlier: %1</source>
        <translation>Il a échoué auparavant&#xa0;: %1</translation>
    </message>
    <message>
        <source>It stays loaded: %1 is 0, which means never</source>
        <translation>Il reste chargé&#xa0;: %1 vaut 0, c’est-à-dire jamais</translation>
    </message>
    <message>
        <source>It stays loaded: automatic unloading is paused</source>
        <translation>Il reste chargé&#xa0;: le déchargement automatique est suspendu</translation>
    </message>
    <message>
        <source>It stays loaded: automatic unloading is switched off</source>
        <translation>Il reste chargé&#xa0;: le déchargement automatique est désactivé</translation>
    </message>
    <message>
        <source>It stays loaded: it is pinned</source>
        <translation>Il reste chargé&#xa0;: il est épinglé</translation>
    </message>
    <message>
        <source>It stays loaded: its last request asked for that (a negative keep_alive)</source>
        <translation>Il reste chargé&#xa0;: sa dernière requête le demandait (un keep_alive négatif)</translation>
    </message>
    <message>
        <source>It stays loaded: its own idle timeout in model_timeout_overrides is 0, which means never</source>
        <translation>Il reste chargé&#xa0;: son propre délai d’inactivité dans model_timeout_overrides vaut 0, c’est-à-dire jamais</translation>
    </message>
    <message>
        <source>Its folder can&apos;t be used: %1</source>
        <translation>Son dossier est inutilisable&#xa0;: %1</translation>
    </message>
    <message>
        <source>Lower %1</source>
        <translation>Réduire %1</translation>
    </message>
    <message>
        <source>Memory is short (%1 % in use), but no model is loaded: other programs use it</source>
        <translation>La mémoire est rare (%1&#xa0;% utilisés), mais aucun modèle n’est chargé&#xa0;: d’autres programmes l’occupent</translation>
    </message>
    <message>
        <source>Memory saver</source>
        <translation>Économie de mémoire</translation>
    </message>
    <message>
        <source>No vision model is installed</source>
        <translation>Aucun modèle de vision n’est installé</translation>
    </message>
    <message>
        <source>Number format in which vision models compute, from the next load on; auto is the fastest of this CPU</source>
        <translation>Format de nombre dans lequel calculent les modèles de vision, dès le prochain chargement&#xa0;; auto&#xa0;: le plus rapide sur ce CPU</translation>
    </message>
    <message>
        <source>Ollama is switched off, so there are no text models</source>
        <translation>Ollama est désactivé&#xa0;; il n’y a donc pas de modèles de texte</translation>
    </message>
    <message>
        <source>PEM file with the certificate for HTTPS, for connections to come; needs the key too</source>
        <translation>Fichier PEM du certificat pour HTTPS, pour les connexions à venir&#xa0;; exige aussi la clé</translation>
    </message>
    <message>
        <source>Put one into %1 as architecture/weights, or get one from Hugging Face, and rescan</source>
        <translation>En placer un dans %1 sous la forme architecture/poids ou s’en procurer un sur Hugging Face, puis relancer la recherche</translation>
    </message>
    <message>
        <source>Raise %1 above the keep_alive that clients request</source>
        <translation>Augmenter %1 au-delà du keep_alive que demandent les clients</translation>
    </message>
    <message>
        <source>Raise %1 so that models do not replace each other</source>
        <translation>Augmenter %1 pour que les modèles ne se remplacent pas les uns les autres</translation>
    </message>
    <message>
        <source>Raise %1 so that the model stays loaded between requests</source>
        <translation>Augmenter %1 pour que le modèle reste chargé entre les requêtes</translation>
    </message>
    <message>
        <source>Resume it</source>
        <translation>Le reprendre</translation>
    </message>
    <message>
        <source>Resume it, or unload the model by hand</source>
        <translation>Le reprendre ou décharger le modèle manuellement</translation>
    </message>
    <message>
        <source>Make sure that Modeldeck can read /proc/meminfo</source>
        <translation>Vérifier que Modeldeck peut lire /proc/meminfo</translation>
    </message>
    <message>
        <source>Make sure that it runs (“ollama serve”) and that %1 is its address</source>
        <translation>Vérifier qu’il est lancé («&#xa0;ollama serve&#xa0;») et que %1 est son adresse</translation>
    </message>
    <message>
        <source>Set %1 to 0.8, or to 0.9 on a machine with plenty of memory</source>
        <translation>Régler %1 sur 0.8 ou sur 0.9 avec beaucoup de mémoire</translation>
    </message>
    <message>
        <source>Set %1 to 1800 or less</source>
        <translation>Régler %1 sur 1800 ou moins</translation>
    </message>
    <message>
        <source>Set %1 to true</source>
        <translation>Régler %1 sur true</translation>
    </message>
    <message>
        <source>Run a sweep or unload it by hand; model_usage_tracker.log may say more</source>
        <translation>Lancer un contrôle ou le décharger manuellement&#xa0;; model_usage_tracker.log peut en dire plus</translation>
    </message>
    <message>
        <source>The defaults: models stay for as long as they are likely to be needed again</source>
        <translation>Les valeurs par défaut&#xa0;: les modèles restent tant qu’ils ont des chances de resservir</translation>
    </message>
    <message>
        <source>The settings were not changed: %1</source>
        <translation>Les paramètres n’ont pas été modifiés&#xa0;: %1</translation>
    </message>
    <message>
        <source>The system&apos;s memory can&apos;t be read, so memory pressure is not detected</source>
        <translation>Impossible de lire la mémoire du système&#xa0;; la pression mémoire n’est donc pas détectée</translation>
    </message>
    <message>
        <source>The memory pressure threshold is %1 %: at that level the machine is already out of memory</source>
        <translation>Le seuil de pression mémoire est de %1&#xa0;%&#xa0;: à ce niveau d’utilisation, la machine n’a déjà plus de mémoire</translation>
    </message>
    <message>
        <source>Unload a model by hand, or lower %1</source>
        <translation>Décharger un modèle manuellement ou réduire %1</translation>
    </message>
    <message>
        <source>Unload it by hand, and limit with %1 what clients may request</source>
        <translation>Le décharger manuellement, et limiter avec %1 ce que les clients peuvent demander</translation>
    </message>
    <message>
        <source>Unload it by hand, and make clients request a limited time instead</source>
        <translation>Le décharger manuellement, et faire plutôt demander une durée limitée par les clients</translation>
    </message>
    <message>
        <source>Unload it by hand, or set %1 to true</source>
        <translation>Le décharger manuellement ou régler %1 sur true</translation>
    </message>
    <message>
        <source>Unpin it</source>
        <translation>Le désépingler</translation>
    </message>
    <message>
        <source>Use a smaller model, close other programs, or raise %1</source>
        <translation>Utiliser un modèle plus petit, fermer d’autres programmes ou augmenter %1</translation>
    </message>
    <message>
        <source>Verify the model&apos;s files; if they are damaged, download them again</source>
        <translation>Vérifier les fichiers du modèle&#xa0;; s’ils sont endommagés, les télécharger à nouveau</translation>
    </message>
    <message>
        <source>Wait for them, or stop the clients that send them</source>
        <translation>Les attendre ou arrêter les clients qui les envoient</translation>
    </message>
    <message>
        <source>Where vision models compute, from the next load on; auto is the GPU where the runner can use one</source>
        <translation>Où calculent les modèles de vision, dès le prochain chargement&#xa0;; auto&#xa0;: le GPU si le runner peut en utiliser un</translation>
    </message>
    <message>
        <source>embedding_service.log has its last output; the kernel may have killed it because memory ran out</source>
        <translation>embedding_service.log contient ses dernières sorties&#xa0;; le noyau l’a peut-être arrêté faute de mémoire</translation>
    </message>
    <message>
        <source>vision_default_model is “%1”, which is not installed; calls that name no model use another one</source>
        <translation>vision_default_model vaut «&#xa0;%1&#xa0;», qui n’est pas installé&#xa0;; les appels qui ne nomment aucun modèle en utilisent un autre</translation>
    </message>
    <message>
        <source>“%1” belongs to Ollama, which checks its files itself</source>
        <translation>«&#xa0;%1&#xa0;» appartient à Ollama, qui vérifie lui-même ses fichiers</translation>
    </message>
    <message>
        <source>“%1” is not on this machine</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas sur cette machine</translation>
    </message>
    <message>
        <source>%1 can&apos;t be loaded at the moment</source>
        <translation>%1 ne peut pas être chargé pour le moment</translation>
    </message>
    <message>
        <source>%1 was unloaded a short time ago to make room</source>
        <translation>%1 a été déchargé il y a peu pour faire de la place</translation>
    </message>
    <message>
        <source>%1 will be needed soon with a probability of %2 %; preloading requires %3 %</source>
        <translation>%1 servira bientôt, avec une probabilité de %2&#xa0;%&#xa0;; un préchargement en exige %3&#xa0;%</translation>
    </message>
    <message>
        <source>%1 is not preloaded before its next use: its last preload was wasted, somebody unloaded it, or it failed</source>
        <translation>%1 n’est pas préchargé avant sa prochaine utilisation&#xa0;: son dernier préchargement n’a servi à rien, quelqu’un l’a déchargé ou il a échoué</translation>
    </message>
    <message>
        <source>%1 was still loaded when the program stopped unexpectedly</source>
        <translation>%1 était encore chargé quand le programme s’est interrompu</translation>
    </message>
    <message>
        <source>%1 will be needed, but not yet</source>
        <translation>%1 servira, mais pas encore</translation>
    </message>
    <message>
        <source>%1 would leave too little memory</source>
        <translation>%1 laisserait trop peu de mémoire</translation>
    </message>
    <message>
        <source>Ollama can&apos;t embed an empty text</source>
        <translation>Ollama ne peut pas vectoriser un texte vide</translation>
    </message>
    <message>
        <source>Another program may be using it; try again later</source>
        <translation>Un autre programme l’utilise peut-être&#xa0;; réessayer plus tard</translation>
    </message>
    <message>
        <source>Download it: run “ollama pull %1”, or POST /api/rag/embedding/text/pull/%1</source>
        <translation>Le télécharger&#xa0;: lancer «&#xa0;ollama pull %1&#xa0;» ou POST /api/rag/embedding/text/pull/%1</translation>
    </message>
    <message>
        <source>It may still be loading; raise ollama_request_timeout if this happens often</source>
        <translation>Il est peut-être encore en chargement&#xa0;; augmenter ollama_request_timeout si cela arrive souvent</translation>
    </message>
    <message>
        <source>See Ollama&apos;s log</source>
        <translation>Consulter le journal d’Ollama</translation>
    </message>
    <message>
        <source>See Ollama&apos;s log, and check that ollama_host is its address</source>
        <translation>Consulter le journal d’Ollama, et vérifier qu’ollama_host est bien son adresse</translation>
    </message>
    <message>
        <source>“%1” is not being downloaded</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas en cours de téléchargement</translation>
    </message>
    <message>
        <source>Ollama answers slowly: it took %1 s</source>
        <translation>Ollama répond lentement&#xa0;: %1 s</translation>
    </message>
    <message>
        <source>Ollama did not answer in time: %1</source>
        <translation>Ollama n’a pas répondu à temps&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama does not answer at %1: %2</source>
        <translation>Ollama ne répond pas à l’adresse %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Ollama failed: %1</source>
        <translation>Ollama a échoué&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama returned %1 vectors for %2 texts</source>
        <translation>Ollama a renvoyé %1 vecteurs pour %2 textes</translation>
    </message>
    <message>
        <source>Ollama returned a vector of %1 numbers for “%2”, whose vectors have %3</source>
        <translation>Ollama a renvoyé un vecteur de %1 nombres pour «&#xa0;%2&#xa0;», dont les vecteurs en ont %3</translation>
    </message>
    <message>
        <source>Ollama has no model “%1”</source>
        <translation>Ollama n’a pas de modèle «&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>Ollama has not answered yet</source>
        <translation>Ollama n’a pas encore répondu</translation>
    </message>
    <message>
        <source>Ollama has not downloaded it</source>
        <translation>Ollama ne l’a pas téléchargé</translation>
    </message>
    <message>
        <source>Ollama does not have enough memory for “%1”: %2</source>
        <translation>Ollama n’a pas assez de mémoire pour «&#xa0;%1&#xa0;»&#xa0;: %2</translation>
    </message>
    <message>
        <source>Ollama is busy: %1</source>
        <translation>Ollama est occupé&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama is not available</source>
        <translation>Ollama n’est pas disponible</translation>
    </message>
    <message>
        <source>Ollama is switched off (ollama_enabled)</source>
        <translation>Ollama est désactivé (ollama_enabled)</translation>
    </message>
    <message>
        <source>Ollama refuses the request: %1</source>
        <translation>Ollama refuse la requête&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama refuses: %1</source>
        <translation>Ollama refuse&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama was asked to unload “%1”, but still has it</source>
        <translation>Ollama devait décharger «&#xa0;%1&#xa0;», mais l’a toujours</translation>
    </message>
    <message>
        <source>Ollama&apos;s address redirects to %1</source>
        <translation>L’adresse d’Ollama redirige vers %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer broke off: %1</source>
        <translation>La réponse d’Ollama s’est interrompue&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer contains no vectors: %1</source>
        <translation>La réponse d’Ollama ne contient aucun vecteur&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer is too large</source>
        <translation>La réponse d’Ollama est trop grande</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer makes no sense: %1</source>
        <translation>La réponse d’Ollama n’a pas de sens&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama&apos;s library has no model “%1”</source>
        <translation>La bibliothèque d’Ollama n’a pas de modèle «&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>Pull the model again</source>
        <translation>Télécharger à nouveau le modèle</translation>
    </message>
    <message>
        <source>Set ollama_host to Ollama&apos;s own address</source>
        <translation>Régler ollama_host sur l’adresse propre d’Ollama</translation>
    </message>
    <message>
        <source>Shorten the text, or request truncation (truncate)</source>
        <translation>Raccourcir le texte ou demander qu’il soit tronqué (truncate)</translation>
    </message>
    <message>
        <source>Start it (“ollama serve”), or set ollama_host</source>
        <translation>Le démarrer («&#xa0;ollama serve&#xa0;») ou définir ollama_host</translation>
    </message>
    <message>
        <source>The download of “%1” failed: %2</source>
        <translation>Le téléchargement de «&#xa0;%1&#xa0;» a échoué&#xa0;: %2</translation>
    </message>
    <message>
        <source>The download of “%1” was cancelled</source>
        <translation>Le téléchargement de «&#xa0;%1&#xa0;» a été annulé</translation>
    </message>
    <message>
        <source>There is a GPU (%1), but the runner computes on the CPU</source>
        <translation>Il y a un GPU (%1), mais le runner calcule sur le CPU</translation>
    </message>
    <message>
        <source>There is not enough memory to compute this: %1</source>
        <translation>Il n’y a pas assez de mémoire pour ce calcul&#xa0;: %1</translation>
    </message>
    <message>
        <source>There is not enough memory to load the model: %1</source>
        <translation>Il n’y a pas assez de mémoire pour charger le modèle&#xa0;: %1</translation>
    </message>
    <message>
        <source>This version of Ollama does not support this call</source>
        <translation>Cette version d’Ollama ne prend pas en charge cet appel</translation>
    </message>
    <message>
        <source>Try again: Ollama continues where it stopped</source>
        <translation>Réessayer&#xa0;: Ollama reprend là où il s’est arrêté</translation>
    </message>
    <message>
        <source>Try again; if that does not help, pull the model again</source>
        <translation>Réessayer&#xa0;; si cela ne suffit pas, télécharger à nouveau le modèle</translation>
    </message>
    <message>
        <source>Unload a model, or close other programs</source>
        <translation>Décharger un modèle ou fermer d’autres programmes</translation>
    </message>
    <message>
        <source>Unload a model, or send smaller images or fewer inputs at a time</source>
        <translation>Décharger un modèle ou envoyer des images plus petites ou moins d’entrées à la fois</translation>
    </message>
    <message>
        <source>Unload another model, or close a program</source>
        <translation>Décharger un autre modèle ou fermer un programme</translation>
    </message>
    <message>
        <source>a model is loading</source>
        <translation>un modèle est en cours de chargement</translation>
    </message>
    <message>
        <source>automatic unloading is paused, or the program is exiting</source>
        <translation>le déchargement automatique est suspendu ou le programme s’arrête</translation>
    </message>
    <message>
        <source>memory pressure is %1</source>
        <translation>la pression mémoire est %1</translation>
    </message>
    <message>
        <source>no unloaded model has been used before</source>
        <translation>aucun modèle déchargé n’a été utilisé auparavant</translation>
    </message>
    <message>
        <source>preloaded: it will be needed soon with a probability of %1 %</source>
        <translation>préchargé&#xa0;: il servira bientôt, avec une probabilité de %1&#xa0;%</translation>
    </message>
    <message>
        <source>smart preloading is switched off</source>
        <translation>le préchargement intelligent est désactivé</translation>
    </message>
    <message>
        <source>the CPU is busy: %1 % is idle, but %2 % is required</source>
        <translation>le CPU est occupé&#xa0;: %1&#xa0;% sont libres, il en faut %2&#xa0;%</translation>
    </message>
    <message>
        <source>this is Modeldeck itself, not Ollama</source>
        <translation>c’est Modeldeck lui-même, et non Ollama</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be the name of a model</source>
        <translation>«&#xa0;%1&#xa0;» ne peut pas être le nom d’un modèle</translation>
    </message>
    <message>
        <source>“%1” is a text model: it can&apos;t embed images</source>
        <translation>«&#xa0;%1&#xa0;» est un modèle de texte&#xa0;: il ne peut pas vectoriser d’images</translation>
    </message>
    <message>
        <source>%1 is not the key of %2</source>
        <translation>%1 n’est pas la clé de %2</translation>
    </message>
    <message>
        <source>Replace both files; the new pair takes effect once they match</source>
        <translation>Remplacez les deux fichiers&#xa0;; la nouvelle paire s’applique dès que les deux s’accordent</translation>
    </message>
    <message>
        <source>Language of the window; auto is that of the session</source>
        <translation>Langue de la fenêtre&#xa0;; auto est celle de la session</translation>
    </message>
    <message>
        <source>%1 is used at times that can&apos;t be predicted</source>
        <translation>%1 sert à des moments imprévisibles</translation>
    </message>
    <message>
        <source>It failed: %1</source>
        <translation>Échec&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 can&apos;t be created: %2</source>
        <translation>%1 ne peut pas être créé&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 has no effect: %2 (%3) unloads a model completely before that</source>
        <translation>%1 n’a pas d’effet&#xa0;: %2 (%3) décharge un modèle entièrement avant</translation>
    </message>
    <message>
        <source>Automatic unloading is paused for another %1</source>
        <translation>Le déchargement automatique est encore suspendu pendant %1</translation>
    </message>
    <message>
        <source>GPU memory pressure is %1: idle for %2</source>
        <translation>la pression sur la mémoire du GPU est %1&#xa0;: inactif depuis %2</translation>
    </message>
    <message>
        <source>It should have been unloaded %1 ago (%2)</source>
        <translation>Il aurait dû être déchargé il y a %1 (%2)</translation>
    </message>
    <message>
        <source>It was unloaded %1 times within an hour, mostly for this reason: %2. Each load takes %3 s</source>
        <translation>Il a été déchargé %1 fois en une heure, le plus souvent pour cette raison&#xa0;: %2. Chaque chargement prend %3 s</translation>
    </message>
    <message>
        <source>Memory is short, but every loaded model is busy, is pinned, or was used within the last %1</source>
        <translation>La mémoire est rare, mais chaque modèle chargé est occupé, épinglé ou a servi depuis moins de %1</translation>
    </message>
    <message>
        <source>Modeldeck exited</source>
        <translation>arrêt de Modeldeck</translation>
    </message>
    <message>
        <source>Ollama at %1 is degraded: %2</source>
        <translation>Ollama sur %1 fonctionne mal&#xa0;: %2</translation>
    </message>
    <message>
        <source>Ollama at %1 is unavailable: %2</source>
        <translation>Ollama sur %1 n’est pas disponible&#xa0;: %2</translation>
    </message>
    <message>
        <source>Ollama is now available</source>
        <translation>Ollama est maintenant disponible</translation>
    </message>
    <message>
        <source>Ollama is now degraded: %1</source>
        <translation>Ollama fonctionne mal maintenant&#xa0;: %1</translation>
    </message>
    <message>
        <source>Ollama is now switched off</source>
        <translation>Ollama est maintenant désactivé</translation>
    </message>
    <message>
        <source>Ollama is now unavailable: %1</source>
        <translation>Ollama n’est plus disponible&#xa0;: %1</translation>
    </message>
    <message>
        <source>The %1 image cannot be decoded: %2.</source>
        <translation>L’image %1 ne peut pas être décodée&#xa0;: %2.</translation>
    </message>
    <message>
        <source>The %1 image has no readable header (can be read: %2).</source>
        <translation>L’image %1 n’a pas d’en-tête lisible (formats lisibles : %2).</translation>
    </message>
    <message>
        <source>The %1 image is truncated.</source>
        <translation>L’image %1 est tronquée.</translation>
    </message>
    <message>
        <source>The image has a side of more than %1 pixels, which is the limit.</source>
        <translation>L’image a un côté de plus de %1 pixels, la limite.</translation>
    </message>
    <message>
        <source>The file is not an image that can be read (%1).</source>
        <translation>Le fichier n’est pas une image lisible (%1).</translation>
    </message>
    <message>
        <source>The image has %1 × %2 pixels; at most %3 million are accepted.</source>
        <translation>L’image a %1 × %2 pixels&#xa0;; %3 millions au plus sont acceptés.</translation>
    </message>
    <message>
        <source>The runner closed its connection</source>
        <translation>Le runner a fermé sa connexion</translation>
    </message>
    <message>
        <source>“%1” is still being loaded, so it was not unloaded</source>
        <translation>«&#xa0;%1&#xa0;» est encore en cours de chargement et n’a donc pas été déchargé</translation>
    </message>
    <message>
        <source>The runner did not answer within %1</source>
        <translation>Le runner n’a pas répondu en %1</translation>
    </message>
    <message>
        <source>The text has %1 tokens, more than the model&apos;s context of %2.</source>
        <translation>Le texte a %1 jetons, plus que le contexte du modèle (%2).</translation>
    </message>
    <message>
        <source>The text is not valid UTF-8.</source>
        <translation>Le texte n’est pas de l’UTF-8 valide.</translation>
    </message>
    <message>
        <source>The unload of “%1” was cancelled</source>
        <translation>Le déchargement de «&#xa0;%1&#xa0;» a été annulé</translation>
    </message>
    <message>
        <source>VRAM timeout, %1</source>
        <translation>délai de la mémoire du GPU, %1</translation>
    </message>
    <message>
        <source>a request&apos;s keep-alive expired</source>
        <translation>fin de la durée de maintien d’une requête</translation>
    </message>
    <message>
        <source>another model took over</source>
        <translation>un autre modèle a pris le relais</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>critique</translation>
    </message>
    <message>
        <source>due in %1</source>
        <translation>prévu dans %1</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>code de sortie %1</translation>
    </message>
    <message>
        <source>high</source>
        <translation>élevée</translation>
    </message>
    <message>
        <source>idle for only %1</source>
        <translation>inactif depuis %1 seulement</translation>
    </message>
    <message>
        <source>idle timeout, %1</source>
        <translation>délai d’inactivité, %1</translation>
    </message>
    <message>
        <source>input</source>
        <translation>saisie</translation>
    </message>
    <message>
        <source>it failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>keep-alive of the last request, %1</source>
        <translation>durée de maintien de la dernière requête, %1</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>moyenne</translation>
    </message>
    <message>
        <source>memory pressure is %1: idle for %2</source>
        <translation>la pression mémoire est %1&#xa0;: inactif depuis %2</translation>
    </message>
    <message>
        <source>memory pressure</source>
        <translation>pression mémoire</translation>
    </message>
    <message>
        <source>nobody used it</source>
        <translation>personne ne l’utilisait</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normale</translation>
    </message>
    <message>
        <source>room for another model</source>
        <translation>place pour un autre modèle</translation>
    </message>
    <message>
        <source>the change asked for</source>
        <translation>modification demandée</translation>
    </message>
    <message>
        <source>the system has no more memory</source>
        <translation>le système n’a plus de mémoire</translation>
    </message>
    <message>
        <source>the weights on disk have changed since they were loaded (%1)</source>
        <translation>les poids sur le disque ont changé depuis leur chargement (%1)</translation>
    </message>
    <message numerus="yes">
        <source>It is waiting to be unloaded, but still serves %n request(s)</source>
        <translation>
            <numerusform>Il attend d’être déchargé, mais sert encore %n requête</numerusform>
            <numerusform>Il attend d’être déchargé, mais sert encore %n requêtes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It serves %n request(s), and has answered none for %2</source>
        <translation>
            <numerusform>Il sert %n requête et n’a pas répondu depuis %2</numerusform>
            <numerusform>Il sert %n requêtes et n’a répondu à aucune depuis %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its idle timeout is long: it will be unloaded in %n hour(s)</source>
        <translation>
            <numerusform>Son délai d’inactivité est long&#xa0;: il sera déchargé dans %n heure</numerusform>
            <numerusform>Son délai d’inactivité est long&#xa0;: il sera déchargé dans %n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its last request asked to keep it for another %n hour(s)</source>
        <translation>
            <numerusform>Sa dernière requête demandait de le garder encore %n heure</numerusform>
            <numerusform>Sa dernière requête demandait de le garder encore %n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The limit of %n loaded model(s) is reached, and none can be unloaded: all are pinned</source>
        <translation>
            <numerusform>La limite de %n modèle chargé est atteinte et aucun ne peut être déchargé&#xa0;: il est épinglé</numerusform>
            <numerusform>La limite de %n modèles chargés est atteinte et aucun ne peut être déchargé&#xa0;: tous sont épinglés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n model(s) may be loaded</source>
        <translation>
            <numerusform>%n modèle au plus peut être chargé</numerusform>
            <numerusform>%n modèles au plus peuvent être chargés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the limit is reached: %n model(s) loaded</source>
        <translation>
            <numerusform>la limite est atteinte&#xa0;: %n modèle chargé</numerusform>
            <numerusform>la limite est atteinte&#xa0;: %n modèles chargés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%2” still serves %n request(s), so it was not unloaded</source>
        <translation>
            <numerusform>«&#xa0;%2&#xa0;» sert encore %n requête, il n’a donc pas été déchargé</numerusform>
            <numerusform>«&#xa0;%2&#xa0;» sert encore %n requêtes, il n’a donc pas été déchargé</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” will be unloaded anyway: %2</source>
        <translation>«&#xa0;%1&#xa0;» doit être déchargé quand même&#xa0;: %2</translation>
    </message>
    <message numerus="yes">
        <source>“%2” already has %n waiting request(s)</source>
        <translation>
            <numerusform>%n requête attend déjà «&#xa0;%2&#xa0;»</numerusform>
            <numerusform>%n requêtes attendent déjà «&#xa0;%2&#xa0;»</numerusform>
        </translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>à la main</translation>
    </message>
    <message>
        <source>automatic unloading is switched off: a preloaded model would stay loaded</source>
        <translation>le déchargement automatique est désactivé&#xa0;: un modèle préchargé resterait chargé</translation>
    </message>
    <message>
        <source>%1 must be %2</source>
        <translation>%1 doit être %2</translation>
    </message>
    <message>
        <source>%1 must be a number from %2 to %3</source>
        <translation>%1 doit être un nombre de %2 à %3</translation>
    </message>
    <message>
        <source>%1 must be a string</source>
        <translation>%1 doit être une chaîne de caractères</translation>
    </message>
    <message>
        <source>%1 must be a whole number from %2 to %3</source>
        <translation>%1 doit être un nombre entier de %2 à %3</translation>
    </message>
    <message>
        <source>%1 must be an array</source>
        <translation>%1 doit être un tableau</translation>
    </message>
    <message>
        <source>%1 must be an object</source>
        <translation>%1 doit être un objet</translation>
    </message>
    <message>
        <source>%1 must be true or false</source>
        <translation>%1 doit être true ou false</translation>
    </message>
    <message>
        <source>%1 is not a regular file</source>
        <translation>%1 n’est pas un fichier ordinaire</translation>
    </message>
    <message>
        <source>%1 lists a shard that is not a plain .safetensors file name</source>
        <translation>%1 cite un fragment qui n’est pas un simple nom de fichier .safetensors</translation>
    </message>
    <message>
        <source>%1 × %1 pixels, as the model takes them</source>
        <translation>%1 × %1 pixels, comme le modèle les prend</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, ligne %2</translation>
    </message>
    <message>
        <source>%1, merge %2</source>
        <translation>%1, fusion %2</translation>
    </message>
    <message>
        <source>%1: a merge must be two tokens</source>
        <translation>%1 : une fusion doit être formée de deux jetons</translation>
    </message>
    <message>
        <source>%1: an image has %2 patches, which are too many</source>
        <translation>%1 : une image a %2 carreaux, c’est trop</translation>
    </message>
    <message>
        <source>%1: the patch is larger than the image</source>
        <translation>%1 : le carreau est plus grand que l’image</translation>
    </message>
    <message>
        <source>%1: the tensor “%2” has the shape %3; the configuration asks for %4</source>
        <translation>%1 : le tenseur « %2 » a la forme %3 ; la configuration demande %4</translation>
    </message>
    <message>
        <source>%1: the tensor “%2” is missing</source>
        <translation>%1 : le tenseur « %2 » manque</translation>
    </message>
    <message>
        <source>%1: the token “%2” is missing</source>
        <translation>%1 : le jeton « %2 » manque</translation>
    </message>
    <message>
        <source>%1: “%2” must be %3</source>
        <translation>%1 : « %2 » doit être : %3</translation>
    </message>
    <message>
        <source>%1: “mlp_ratio” gives an empty layer</source>
        <translation>%1 : « mlp_ratio » donne une couche vide</translation>
    </message>
    <message>
        <source>a divisor of %1</source>
        <translation>un diviseur de %1</translation>
    </message>
    <message>
        <source>a list of tokens with “content” and “id”</source>
        <translation>une liste de jetons avec « content » et « id »</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>une liste</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>un nombre de %1 à %2</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>un nombre entier de %1 à %2</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>un objet</translation>
    </message>
    <message>
        <source>config.json does not describe a CLIP model: “model_type” must be “clip”</source>
        <translation>config.json ne décrit pas un modèle CLIP : « model_type » doit être « clip »</translation>
    </message>
    <message>
        <source>left at its default: Modeldeck computes no other CLIP ViT</source>
        <translation>laissé à sa valeur par défaut : Modeldeck ne calcule pas d’autre CLIP ViT</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>l’un de %1</translation>
    </message>
    <message>
        <source>the shortest edge, or height and width</source>
        <translation>le côté le plus court, ou hauteur et largeur</translation>
    </message>
    <message>
        <source>the tokenizer knows token %1, the model only %2 tokens</source>
        <translation>le tokeniseur connaît le jeton %1, le modèle seulement %2 jetons</translation>
    </message>
    <message>
        <source>three numbers above 0</source>
        <translation>trois nombres au-dessus de 0</translation>
    </message>
    <message>
        <source>three numbers</source>
        <translation>trois nombres</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true ou false</translation>
    </message>
    <message>
        <source>true, or “size” must be %1</source>
        <translation>true, ou « size » doit être : %1</translation>
    </message>
    <message>
        <source>unloading it would free nothing</source>
        <translation>le décharger ne libérerait rien</translation>
    </message>
    <message>
        <source>Memory of the control group: programs wait for memory, pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Mémoire du groupe de contrôle : des programmes attendent de la mémoire, la pression est maintenant %1, %2 sur %3&#xa0;Gio sont utilisés</translation>
    </message>
    <message>
        <source>Share of memory in use from which models are unloaded early. Below it, stalls (programs that wait for memory) count as high pressure at most</source>
        <translation>Part de la mémoire utilisée à partir de laquelle les modèles sont déchargés plus tôt. En dessous, les blocages (des programmes qui attendent de la mémoire) comptent au plus comme pression élevée</translation>
    </message>
    <message>
        <source>System memory: programs wait for memory, pressure is now %1, %2 of %3 GiB are in use</source>
        <translation>Mémoire du système : des programmes attendent de la mémoire, la pression est maintenant %1, %2 sur %3&#xa0;Gio sont utilisés</translation>
    </message>
    <message>
        <source>loaded or used in the last %1</source>
        <translation>chargé ou utilisé dans les dernières %1</translation>
    </message>
    <message>
        <source>programs wait for memory, pressure is %1: idle for %2</source>
        <translation>des programmes attendent de la mémoire, la pression est %1 : inactif depuis %2</translation>
    </message>
    <message>
        <source>Programs wait for memory (%1 % in use), but no model is loaded: other programs cause it</source>
        <translation>Des programmes attendent de la mémoire (%1 % utilisés), mais aucun modèle n’est chargé : d’autres programmes en sont la cause</translation>
    </message>
    <message>
        <source>Processor time that an image may take to decode, from the next load on; each megapixel adds a tenth of a second</source>
        <translation>Temps de processeur que le décodage d’une image peut prendre, à partir du prochain chargement ; chaque mégapixel ajoute un dixième de seconde</translation>
    </message>
    <message>
        <source>The image makes its decoder fail.</source>
        <translation>L’image fait échouer son décodeur.</translation>
    </message>
    <message>
        <source>The image takes more memory to decode than an image of its size may.</source>
        <translation>Le décodage de l’image prend plus de mémoire que sa taille ne le permet.</translation>
    </message>
    <message>
        <source>The image takes more processor time to decode than an image of its size may.</source>
        <translation>Le décodage de l’image prend plus de temps de processeur que sa taille ne le permet.</translation>
    </message>
    <message>
        <source>The model&apos;s folder does not say how images are prepared. %1 × %1 pixels, scaled with bicubic filtering, and the colours&apos; mean and deviation of OpenAI&apos;s CLIP are assumed.</source>
        <translation>Le dossier du modèle ne dit pas comment préparer les images. On suppose %1 × %1 pixels, une mise à l’échelle bicubique, et la moyenne et l’écart type des couleurs du CLIP d’OpenAI.</translation>
    </message>
    <message>
        <source>%1 declares a longer header than the file&apos;s %2 bytes: it is truncated or not a safetensors file</source>
        <translation>%1 annonce un en-tête plus long que les %2 octets du fichier : il est tronqué ou n’est pas un fichier safetensors</translation>
    </message>
    <message>
        <source>%1 is behind a link of another user, or in a folder that others can change</source>
        <translation>%1 se trouve derrière un lien d’un autre utilisateur, ou dans un dossier que d’autres peuvent modifier</translation>
    </message>
    <message>
        <source>%1 is truncated: a tensor ends beyond its %2 bytes of data</source>
        <translation>%1 est tronqué : un tenseur se termine au-delà de ses %2 octets de données</translation>
    </message>
    <message>
        <source>%1 lacks tensors that the index lists: %2</source>
        <translation>Il manque à %1 des tenseurs que l’index énumère : %2</translation>
    </message>
    <message>
        <source>%1: a token has two ids, %2 and %3</source>
        <translation>%1 : un jeton a deux numéros, %2 et %3</translation>
    </message>
    <message>
        <source>%1: a token&apos;s id is not a whole number from 0 to %2</source>
        <translation>%1 : le numéro d’un jeton n’est pas un nombre entier de 0 à %2</translation>
    </message>
    <message>
        <source>%1: an entry of the header contradicts itself</source>
        <translation>%1 : une entrée de l’en-tête se contredit</translation>
    </message>
    <message>
        <source>%1: at byte %2, a tensor does not begin where the one before it ends</source>
        <translation>%1 : à l’octet %2, un tenseur ne commence pas là où finit le précédent</translation>
    </message>
    <message>
        <source>%1: the merge needs a token that the vocabulary lacks</source>
        <translation>%1 : la fusion a besoin d’un jeton absent du vocabulaire</translation>
    </message>
    <message>
        <source>%1: the type of the tensor “%2” is %3; F32, F16 or BF16 is needed</source>
        <translation>%1 : le type du tenseur « %2 » est %3 ; il faut F32, F16 ou BF16</translation>
    </message>
    <message>
        <source>%1: two tensors overlap at byte %2</source>
        <translation>%1 : deux tenseurs se chevauchent à l’octet %2</translation>
    </message>
    <message>
        <source>%1: two tokens have the same id %2</source>
        <translation>%1 : deux jetons ont le même numéro %2</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot; (from %3); allowed are origins such as https://example.org or app://obsidian.md, not patterns</source>
        <translation>%1 vaut « %2 » (provenance : %3) ; sont permises des origines comme https://example.org ou app://obsidian.md, pas de motifs</translation>
    </message>
    <message>
        <source>%1: “%2” in %3 is left out: patterns are not supported</source>
        <translation>%1 : « %2 » dans %3 est ignoré : les motifs ne sont pas pris en charge</translation>
    </message>
</context>
<context>
    <name>modeldeck::AboutDialog</name>
    <message>
        <source>About Modeldeck</source>
        <translation>À propos de Modeldeck</translation>
    </message>
    <message>
        <source>The control panel for the embedding models of one computer. It is licensed under the GNU General Public License, version 3 or later, and comes with no warranty.

Built with Qt %1, libtorch and libcurl.</source>
        <translation>Le tableau de bord des modèles d’embedding d’un ordinateur. Il est distribué sous la licence publique générale GNU, version 3 ou ultérieure, sans aucune garantie.

Réalisé avec Qt %1, libtorch et libcurl.</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Copier le diagnostic</translation>
    </message>
    <message>
        <source>Copies what a problem report needs: versions, memory and models, but no inputs and no paths</source>
        <translation>Copie ce qu’il faut pour signaler un problème : versions, mémoire et modèles, mais ni entrées ni chemins</translation>
    </message>
    <message>
        <source>Modeldeck %1</source>
        <translation>Modeldeck %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
</context>
<context>
    <name>modeldeck::ActionDelegate</name>
    <message>
        <source>Load</source>
        <translation>Charger</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Décharger</translation>
    </message>
</context>
<context>
    <name>modeldeck::Actions</name>
    <message>
        <source>Switch CLIP</source>
        <translation>Changer de CLIP</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Décharger</translation>
    </message>
    <message>
        <source>Pause unloading</source>
        <translation>Suspendre le déchargement</translation>
    </message>
    <message>
        <source>&amp;Load</source>
        <translation>&amp;Charger</translation>
    </message>
    <message>
        <source>&amp;Cancel loading</source>
        <translation>&amp;Annuler le chargement</translation>
    </message>
    <message>
        <source>&amp;Unload</source>
        <translation>&amp;Décharger</translation>
    </message>
    <message>
        <source>&amp;Switch to this model</source>
        <translation>&amp;Passer à ce modèle</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>Épin&amp;gler</translation>
    </message>
    <message>
        <source>&amp;Timeouts…</source>
        <translation>Délais d’&amp;inactivité…</translation>
    </message>
    <message>
        <source>Copy &amp;id</source>
        <translation>Copier l’identi&amp;fiant</translation>
    </message>
    <message>
        <source>Unload &amp;all</source>
        <translation>&amp;Tout décharger</translation>
    </message>
    <message>
        <source>&amp;Rescan for models</source>
        <translation>&amp;Rechercher des modèles</translation>
    </message>
    <message>
        <source>R&amp;esume unloading</source>
        <translation>Reprendre le &amp;déchargement</translation>
    </message>
    <message>
        <source>Show models that are &amp;not installed</source>
        <translation>Afficher les modèles &amp;non installés</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>Rec&amp;hercher</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Raccourcis &amp;clavier</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Premiers pas</translation>
    </message>
    <message>
        <source>A&amp;bout Modeldeck</source>
        <translation>À pr&amp;opos de Modeldeck</translation>
    </message>
    <message>
        <source>&amp;Close the window</source>
        <translation>&amp;Fermer la fenêtre</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>Make another CLIP model the current one</source>
        <translation>Choisir un autre modèle CLIP comme modèle actuel</translation>
    </message>
    <message>
        <source>A pinned model is not unloaded by idle timeouts or high memory pressure</source>
        <translation>Un modèle épinglé n’est déchargé ni par les délais d’inactivité ni par une pression mémoire élevée</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what it does (its shortcut)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Keep all models loaded for a while; commands still work</source>
        <translation>Garder tous les modèles chargés pendant un moment&#xa0;; les commandes restent possibles</translation>
    </message>
    <message>
        <source>For &amp;15 minutes</source>
        <translation>Pendant &amp;15 minutes</translation>
    </message>
    <message>
        <source>For 1 &amp;hour</source>
        <translation>Pendant 1 &amp;heure</translation>
    </message>
    <message>
        <source>&amp;Until resumed</source>
        <translation>&amp;Jusqu’à la reprise</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Unload after %n request(s) finish</source>
        <translation>
            <numerusform>&amp;Décharger après %n requête</numerusform>
            <numerusform>&amp;Décharger après %n requêtes</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modèle</translation>
    </message>
    <message>
        <source>Copy cu&amp;rl command</source>
        <translation>Copier la commande cur&amp;l</translation>
    </message>
    <message>
        <source>Embed a text</source>
        <translation>Vectoriser un texte</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Charger</translation>
    </message>
    <message>
        <source>Switch to this model</source>
        <translation>Passer à ce modèle</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Épingler</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Désépingler</translation>
    </message>
    <message>
        <source>Unload all</source>
        <translation>Tout décharger</translation>
    </message>
    <message>
        <source>Rescan for models</source>
        <translation>Rechercher des modèles</translation>
    </message>
    <message>
        <source>Resume unloading</source>
        <translation>Reprendre le déchargement</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>&amp;Cancel unloading</source>
        <translation>&amp;Annuler le déchargement</translation>
    </message>
    <message>
        <source>Cancel loading or unloading</source>
        <translation>Annuler le chargement ou le déchargement</translation>
    </message>
    <message>
        <source>Un&amp;pin</source>
        <translation>Désépin&amp;gler</translation>
    </message>
</context>
<context>
    <name>modeldeck::BannerStack</name>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copier les détails</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>modeldeck::ChartOverlay</name>
    <message>
        <source>now</source>
        <translation>maintenant</translation>
    </message>
    <message>
        <source>−%1</source>
        <comment>so much time ago</comment>
        <translation>−%1</translation>
    </message>
    <message>
        <source>%1 pressure threshold</source>
        <translation>Seuil de pression %1</translation>
    </message>
    <message>
        <source>nothing measured</source>
        <translation>aucune mesure</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Utilisée</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Autres programmes</translation>
    </message>
</context>
<context>
    <name>modeldeck::CommandLine</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Copier&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::EmptyState</name>
    <message>
        <source>Nothing matches the search</source>
        <translation>Rien ne correspond à la recherche</translation>
    </message>
    <message>
        <source>Nothing here contains “%1”.</source>
        <translation>Rien ici ne contient «&#xa0;%1&#xa0;».</translation>
    </message>
</context>
<context>
    <name>modeldeck::EventsModel</name>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Libéré</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Unloaded: %1</source>
        <translation>Déchargé&#xa0;: %1</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>occupé</translation>
    </message>
    <message>
        <source>finishing its requests</source>
        <translation>termine ses requêtes</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>state: why</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Moved to RAM: %1</source>
        <translation>Déplacé en RAM&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::EventsPage</name>
    <message>
        <source>&amp;Receipts only</source>
        <translation>&amp;Reçus seulement</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>Rien à afficher</translation>
    </message>
    <message>
        <source>Loads, unloads and errors appear here. Each unload leaves a receipt that says how much memory it freed.</source>
        <translation>Les chargements, déchargements et erreurs apparaissent ici. Chaque déchargement laisse un reçu qui indique la mémoire libérée.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Événements</translation>
    </message>
    <message>
        <source>Choose an unload to see its receipt.</source>
        <translation>Choisir un déchargement pour voir son reçu.</translation>
    </message>
    <message>
        <source>%1
This event has no receipt.</source>
        <translation>%1
Cet événement n’a pas de reçu.</translation>
    </message>
</context>
<context>
    <name>modeldeck::LibraryModel</name>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installé</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>Dimension</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Emplacement</translation>
    </message>
    <message>
        <source>%1 (untrained demo)</source>
        <translation>%1 (démo non entraînée)</translation>
    </message>
    <message>
        <source>✓ yes</source>
        <translation>✓ oui</translation>
    </message>
    <message>
        <source>○ no</source>
        <translation>○ non</translation>
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
            <numerusform>✓ Ses fichiers sont intacts&#xa0;: %n fichier lu.</numerusform>
            <numerusform>✓ Ses fichiers sont intacts&#xa0;: %n fichiers lus.</numerusform>
        </translation>
    </message>
    <message>
        <source>✕ Its files are damaged.</source>
        <translation>✕ Ses fichiers sont endommagés.</translation>
    </message>
    <message>
        <source>Command that downloads the model</source>
        <translation>Commande de téléchargement du modèle</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>&amp;Ouvrir le dossier</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Vérifier</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Télécharger</translation>
    </message>
    <message>
        <source>Text model for O&amp;llama:</source>
        <translation>Modèle de texte pour O&amp;llama&#xa0;:</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothèque</translation>
    </message>
    <message>
        <source>Reads all of the model&apos;s files and compares them with what is known about them</source>
        <translation>Lit tous les fichiers du modèle et les compare à ce qui en est connu</translation>
    </message>
    <message>
        <source>Choose a model to see where it is stored, or how to get it.</source>
        <translation>Choisir un modèle pour voir où il se trouve ou comment l’obtenir.</translation>
    </message>
    <message>
        <source>This command downloads it; rescan (F5) afterwards.</source>
        <translation>Cette commande le télécharge&#xa0;; relancer ensuite la recherche (F5).</translation>
    </message>
    <message>
        <source>Reading its files…</source>
        <translation>Lecture de ses fichiers…</translation>
    </message>
    <message>
        <source>Copy the curl command that downloads it</source>
        <translation>Copier la commande curl qui le télécharge</translation>
    </message>
</context>
<context>
    <name>modeldeck::LogModel</name>
    <message>
        <source>debug</source>
        <translation>débogage</translation>
    </message>
    <message>
        <source>info</source>
        <translation>info</translation>
    </message>
    <message>
        <source>⚠ warning</source>
        <translation>⚠ alerte</translation>
    </message>
    <message>
        <source>✕ error</source>
        <translation>✕ erreur</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Niveau</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Partie</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
</context>
<context>
    <name>modeldeck::LogsPage</name>
    <message>
        <source>&amp;Follow</source>
        <translation>&amp;Suivre</translation>
    </message>
    <message>
        <source>No lines to show</source>
        <translation>Aucune ligne à afficher</translation>
    </message>
    <message>
        <source>What the program writes into its log appears here. The setting log_level decides how much.</source>
        <translation>Ce que le programme écrit dans son journal apparaît ici. Le paramètre log_level en fixe le niveau de détail.</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>&amp;Niveau</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tous</translation>
    </message>
    <message>
        <source>from info</source>
        <translation>à partir des infos</translation>
    </message>
    <message>
        <source>from warnings</source>
        <translation>à partir des alertes</translation>
    </message>
    <message>
        <source>errors only</source>
        <translation>erreurs seulement</translation>
    </message>
    <message>
        <source>Keeps the newest line visible</source>
        <translation>Garde la ligne la plus récente visible</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Copies the selected lines, or all lines shown</source>
        <translation>Copie les lignes choisies, sinon toutes celles qui sont affichées</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>&amp;Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
</context>
<context>
    <name>modeldeck::MainToolBar</name>
    <message>
        <source>Main toolbar</source>
        <translation>Barre d’outils principale</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Search (%1)</source>
        <translation>Rechercher (%1)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Filters the current page</source>
        <translation>Filtre la page actuelle</translation>
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
        <translation>Vue d’ensemble</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Événements</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothèque</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
</context>
<context>
    <name>modeldeck::MemoryPanel</name>
    <message>
        <source>Legend: %1</source>
        <translation>Légende&#xa0;: %1</translation>
    </message>
    <message>
        <source>Save as &amp;PNG…</source>
        <translation>Enregistrer en &amp;PNG…</translation>
    </message>
    <message>
        <source>PNG image (*.png)</source>
        <translation>Image PNG (*.png)</translation>
    </message>
    <message>
        <source>Save as &amp;CSV…</source>
        <translation>Enregistrer en &amp;CSV…</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>Tableau CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save this chart</source>
        <translation>Enregistrer ce graphique</translation>
    </message>
    <message>
        <source>Save the chart: %1</source>
        <translation>Enregistrer le graphique&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 of %2 in use</source>
        <translation>%1 sur %2 utilisés</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>Enregistrer le graphique</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelDetails</name>
    <message>
        <source>Text model in Ollama</source>
        <translation>Modèle de texte dans Ollama</translation>
    </message>
    <message>
        <source>Text model in Ollama, family %1</source>
        <translation>Modèle de texte dans Ollama, famille %1</translation>
    </message>
    <message>
        <source>CLIP demo model with random weights: its vectors mean nothing</source>
        <translation>Modèle CLIP de démonstration aux poids aléatoires&#xa0;: ses vecteurs ne signifient rien</translation>
    </message>
    <message>
        <source>CLIP model for images and texts</source>
        <translation>Modèle CLIP pour images et textes</translation>
    </message>
    <message>
        <source>images of %1 × %1 pixels</source>
        <translation>images de %1 × %1 pixels</translation>
    </message>
    <message>
        <source>texts of up to %1 tokens</source>
        <translation>textes jusqu’à %1 tokens</translation>
    </message>
    <message>
        <source>%1 private</source>
        <translation>%1 de mémoire privée</translation>
    </message>
    <message>
        <source>%1 mapped files (page cache)</source>
        <translation>%1 de fichiers projetés (cache de pages)</translation>
    </message>
    <message>
        <source>GPU memory not known</source>
        <translation>mémoire du GPU inconnue</translation>
    </message>
    <message>
        <source>%1 GPU memory</source>
        <translation>%1 de mémoire du GPU</translation>
    </message>
    <message>
        <source>never</source>
        <translation>jamais</translation>
    </message>
    <message>
        <source>after %1 idle</source>
        <translation>après %1 d’inactivité</translation>
    </message>
    <message>
        <source>GPU memory %1, system memory %2</source>
        <translation>Mémoire du GPU&#xa0;: %1, mémoire vive&#xa0;: %2</translation>
    </message>
    <message>
        <source>in %1, at %2 (%3)</source>
        <comment>countdown, moment, rule</comment>
        <translation>dans %1, à %2 (%3)</translation>
    </message>
    <message>
        <source>not automatically: it is pinned</source>
        <translation>pas automatiquement&#xa0;: il est épinglé</translation>
    </message>
    <message>
        <source>idle time starts when its requests end</source>
        <translation>l’inactivité commence à la fin de ses requêtes</translation>
    </message>
    <message>
        <source>not automatically</source>
        <translation>pas automatiquement</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n requête</numerusform>
            <numerusform>%n requêtes</numerusform>
        </translation>
    </message>
    <message>
        <source>last used %1</source>
        <translation>dernière utilisation&#xa0;: %1</translation>
    </message>
    <message>
        <source>by %1</source>
        <comment>last used by a client</comment>
        <translation>par %1</translation>
    </message>
    <message>
        <source>loaded ahead of need</source>
        <translation>préchargé</translation>
    </message>
    <message>
        <source>loaded by another program</source>
        <translation>chargé par un autre programme</translation>
    </message>
    <message>
        <source>Details of the model</source>
        <translation>Détails du modèle</translation>
    </message>
    <message>
        <source>Choose a model to see its details.</source>
        <translation>Choisir un modèle pour voir ses détails.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>model: its state</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>device, number format</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Failure</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Unloads</source>
        <translation>Déchargement</translation>
    </message>
    <message>
        <source>Timeouts</source>
        <translation>Délais</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Mémoire</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Calcule sur</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Utilisation</translation>
    </message>
    <message>
        <source>Loaded in</source>
        <translation>Chargé en</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>Vecteurs</translation>
    </message>
    <message>
        <source>%1 numbers</source>
        <translation>%1 nombres</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Accepte</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Non installé</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>Sur le disque</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Pourquoi&#xa0;: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Que faire&#xa0;: %1</translation>
    </message>
    <message>
        <source>Assumed</source>
        <translation>Supposé</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelsModel</name>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
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
        <translation>Déchargé dans</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Dernier usage</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>Dimension</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>%1 (untrained demo)</source>
        <translation>%1 (démo non entraînée)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnue</translation>
    </message>
    <message>
        <source>never</source>
        <translation>jamais</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Charger</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Décharger</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>épinglé</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>The current CLIP model: it answers requests that name none.</source>
        <translation>Le modèle CLIP actuel&#xa0;: il répond aux requêtes qui n’en nomment aucun.</translation>
    </message>
    <message>
        <source>A demo model with random weights: its vectors mean nothing.</source>
        <translation>Un modèle de démonstration aux poids aléatoires&#xa0;: ses vecteurs ne signifient rien.</translation>
    </message>
    <message>
        <source>On %1, %2</source>
        <translation>Sur %1, %2</translation>
    </message>
    <message>
        <source>Loaded in %1</source>
        <translation>Chargé en %1</translation>
    </message>
    <message>
        <source>Private memory: %1</source>
        <translation>Mémoire privée&#xa0;: %1</translation>
    </message>
    <message>
        <source>Mapped files, shared with the page cache: %1</source>
        <translation>Fichiers projetés, partagés avec le cache de pages&#xa0;: %1</translation>
    </message>
    <message>
        <source>Pinned: idle timeouts and high memory pressure leave it loaded.</source>
        <translation>Épinglé&#xa0;: les délais d’inactivité et une pression mémoire élevée le laissent chargé.</translation>
    </message>
    <message>
        <source>Idle time starts when its requests end.</source>
        <translation>L’inactivité commence à la fin de ses requêtes.</translation>
    </message>
    <message>
        <source>No timeout applies to it.</source>
        <translation>Aucun délai ne s’applique à lui.</translation>
    </message>
    <message>
        <source>%1
at %2
A request restarts the countdown; memory pressure shortens it.</source>
        <translation>%1
à %2
Une requête fait repartir le délai&#xa0;; la pression mémoire le raccourcit.</translation>
    </message>
    <message>
        <source>no action</source>
        <translation>aucune action</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Load ViT-L-14/openai</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>unloads in %1, %2</source>
        <translation>déchargé dans %1, %2</translation>
    </message>
    <message>
        <source>%1, current CLIP model</source>
        <translation>%1, modèle CLIP actuel</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelsPanel</name>
    <message>
        <source>No model is installed</source>
        <translation>Aucun modèle n’est installé</translation>
    </message>
    <message>
        <source>Download a CLIP model into the Hugging Face cache, or put one into %1/&lt;architecture&gt;/&lt;weights&gt;/, then rescan (F5). To try Modeldeck without a download, make an untrained demo model.</source>
        <translation>Télécharger un modèle CLIP dans le cache Hugging Face ou en placer un dans %1/&lt;architecture&gt;/&lt;poids&gt;/, puis relancer la recherche (F5). Pour essayer Modeldeck sans téléchargement, créer un modèle de démonstration non entraîné.</translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelsTable</name>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
</context>
<context>
    <name>modeldeck::Notices</name>
    <message>
        <source>%1 could not be loaded</source>
        <translation>%1 n’a pas pu être chargé</translation>
    </message>
    <message>
        <source>%1 could not be unloaded</source>
        <translation>%1 n’a pas pu être déchargé</translation>
    </message>
    <message>
        <source>Not all models could be unloaded</source>
        <translation>Certains modèles n’ont pas pu être déchargés</translation>
    </message>
    <message>
        <source>The switch to %1 failed</source>
        <translation>Le passage à %1 a échoué</translation>
    </message>
    <message>
        <source>%1 could not be pinned</source>
        <translation>%1 n’a pas pu être épinglé</translation>
    </message>
    <message>
        <source>%1 could not be unpinned</source>
        <translation>%1 n’a pas pu être désépinglé</translation>
    </message>
    <message>
        <source>Looking for models failed</source>
        <translation>La recherche de modèles a échoué</translation>
    </message>
    <message>
        <source>The setting could not be changed</source>
        <translation>Le paramètre n’a pas pu être modifié</translation>
    </message>
    <message>
        <source>Unloading could not be paused</source>
        <translation>Le déchargement n’a pas pu être suspendu</translation>
    </message>
    <message>
        <source>Unloading could not be resumed</source>
        <translation>Le déchargement n’a pas pu être repris</translation>
    </message>
    <message>
        <source>%1 could not be downloaded</source>
        <translation>%1 n’a pas pu être téléchargé</translation>
    </message>
    <message>
        <source>Downloading %1 could not be cancelled</source>
        <translation>Le téléchargement de %1 n’a pas pu être annulé</translation>
    </message>
    <message>
        <source>Ollama is still not reachable</source>
        <translation>Ollama est toujours injoignable</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>what failed: why</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>The next attempt is in %1 at the earliest.</source>
        <translation>Nouvel essai dans %1 au plus tôt.</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 a échoué</translation>
    </message>
    <message>
        <source>Cancelling the load or unload of %1 failed</source>
        <translation>Le chargement ou déchargement de %1 n’a pas pu être annulé</translation>
    </message>
    <message>
        <source>The next request loads it again. If it crashes again, the log may say why. The system also ends programs when memory runs out.</source>
        <translation>La prochaine requête le recharge. S’il plante encore, le journal dira peut-être pourquoi. Le système arrête aussi des programmes quand la mémoire manque.</translation>
    </message>
    <message>
        <source>The timeouts of %1 could not be changed</source>
        <translation>Les délais d’inactivité de %1 n’ont pas pu être modifiés</translation>
    </message>
</context>
<context>
    <name>modeldeck::Notifier</name>
    <message>
        <source>Ollama is back</source>
        <translation>Ollama est de retour</translation>
    </message>
    <message>
        <source>Text models work again.</source>
        <translation>Les modèles de texte fonctionnent à nouveau.</translation>
    </message>
    <message>
        <source>Ollama does not answer</source>
        <translation>Ollama ne répond pas</translation>
    </message>
    <message>
        <source>%1 was unloaded</source>
        <translation>%1 a été déchargé</translation>
    </message>
    <message>
        <source>Memory was low; %1 was freed.</source>
        <translation>La mémoire manquait&#xa0;; %1 ont été libérés.</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 a échoué</translation>
    </message>
    <message>
        <source>Memory use is high</source>
        <translation>L’utilisation de la mémoire est élevée</translation>
    </message>
    <message>
        <source>%1 in use for %2. Unload a model, or close another program.</source>
        <translation>%1 utilisés depuis %2. Décharger un modèle ou fermer un autre programme.</translation>
    </message>
</context>
<context>
    <name>modeldeck::OverviewPage</name>
    <message>
        <source>System memory</source>
        <translation>Mémoire vive</translation>
    </message>
    <message>
        <source>system-memory</source>
        <translation>memoire-vive</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>Mémoire du GPU</translation>
    </message>
    <message>
        <source>gpu-memory</source>
        <translation>memoire-du-gpu</translation>
    </message>
    <message>
        <source>Private memory. Mapped model files are page cache, which the system frees when it needs memory; the models table shows them.</source>
        <translation>Mémoire privée. Les fichiers de modèles projetés sont du cache de pages, que le système libère au besoin ; le tableau des modèles les montre.</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1&#xa0;min</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5&#xa0;min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1&#xa0;h</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24&#xa0;h</translation>
    </message>
    <message>
        <source>Charts show the last %1</source>
        <translation>Période des graphiques&#xa0;: %1</translation>
    </message>
    <message>
        <source>Hold the charts</source>
        <translation>Figer les graphiques</translation>
    </message>
    <message>
        <source>Hold the charts still; recording goes on</source>
        <translation>Figer les graphiques&#xa0;; l’enregistrement continue</translation>
    </message>
    <message>
        <source>Using the CPU; models live in RAM.</source>
        <translation>Calcul sur le CPU&#xa0;; les modèles résident en RAM.</translation>
    </message>
    <message>
        <source>Models load on first use.</source>
        <translation>Les modèles se chargent à la première utilisation.</translation>
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
        <translation>Profil</translation>
    </message>
    <message>
        <source>Timeouts and limits as set below.</source>
        <translation>Délais et limites tels que réglés ci-dessous.</translation>
    </message>
</context>
<context>
    <name>modeldeck::PullBar</name>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel downloading %1</source>
        <translation>Annuler le téléchargement de %1</translation>
    </message>
    <message>
        <source>Download of %1</source>
        <translation>Téléchargement de %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>bytes per second</comment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>encore %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::ReceiptView</name>
    <message>
        <source>Receipt</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>%1 unloaded, %2</source>
        <comment>model, moment</comment>
        <translation>%1 déchargé, %2</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Occupait</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Libéré</translation>
    </message>
    <message>
        <source>Process memory</source>
        <translation>Mémoire du processus</translation>
    </message>
    <message>
        <source>   private</source>
        <translation>   mémoire privée</translation>
    </message>
    <message>
        <source>   mapped files</source>
        <translation>   fichiers projetés</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>Mémoire du GPU</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnue</translation>
    </message>
    <message>
        <source>System memory</source>
        <translation>Mémoire vive</translation>
    </message>
    <message>
        <source>%1 available (other programs move this number too)</source>
        <translation>%1 disponibles (d’autres programmes font aussi varier ce nombre)</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason (rule)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>model: why not</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Other candidates</source>
        <translation>Autres candidats</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>%1 moved to RAM, %2</source>
        <comment>model, moment</comment>
        <translation>%1 déplacé en RAM, %2</translation>
    </message>
</context>
<context>
    <name>modeldeck::RestPanel</name>
    <message>
        <source>Create a new &amp;token…</source>
        <translation>Créer un nouveau &amp;jeton…</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Jeton</translation>
    </message>
    <message>
        <source>Copy this token now: it is not shown again. It is stored in %1.</source>
        <translation>Copier ce jeton maintenant : il ne sera plus affiché. Il est conservé dans %1.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>désactivée</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>démarrage…</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activée</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>échec&#xa0;: %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Answers at</source>
        <translation>Répond à</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Chiffrement</translation>
    </message>
    <message>
        <source>none (HTTP)</source>
        <translation>aucun (HTTP)</translation>
    </message>
    <message>
        <source>HTTPS with the certificate %1</source>
        <translation>HTTPS avec le certificat %1</translation>
    </message>
    <message>
        <source>none: programs on this computer need no token</source>
        <translation>aucun : les programmes de cet ordinateur n’ont pas besoin de jeton</translation>
    </message>
    <message>
        <source>required; it is stored in %1</source>
        <translation>exigé&#xa0;; il est conservé dans %1</translation>
    </message>
    <message>
        <source>on, with the previous token and certificate: %1</source>
        <translation>activée, avec le jeton et le certificat précédents : %1</translation>
    </message>
</context>
<context>
    <name>modeldeck::RestSwitch</name>
    <message>
        <source>REST &amp;API</source>
        <translation>&amp;API REST</translation>
    </message>
    <message>
        <source>Address, port and token of the REST API</source>
        <translation>Adresse, port et jeton de l’API REST</translation>
    </message>
    <message>
        <source>Set on the command line</source>
        <translation>Défini sur la ligne de commande</translation>
    </message>
    <message>
        <source>Set by the environment variable %1</source>
        <translation>Défini par la variable d’environnement %1</translation>
    </message>
    <message>
        <source>○ off</source>
        <translation>○ désactivée</translation>
    </message>
    <message>
        <source>◐ starting…</source>
        <translation>◐ démarrage…</translation>
    </message>
    <message>
        <source>✕ failed</source>
        <translation>✕ échec</translation>
    </message>
    <message>
        <source>● on, port %1</source>
        <translation>● activée, port %1</translation>
    </message>
    <message>
        <source>● on</source>
        <translation>● activée</translation>
    </message>
    <message>
        <source>REST API: %1</source>
        <translation>API REST&#xa0;: %1</translation>
    </message>
    <message>
        <source>Serve the REST API, so that other programs can use the models</source>
        <translation>Proposer l’API REST, pour que d’autres programmes puissent utiliser les modèles</translation>
    </message>
</context>
<context>
    <name>modeldeck::Samples</name>
    <message>
        <source>switched away from %1</source>
        <translation>%1 remplacé</translation>
    </message>
    <message>
        <source>%1 unloaded</source>
        <translation>%1 déchargé</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 en échec</translation>
    </message>
    <message>
        <source>%1 loads</source>
        <translation>%1 se charge</translation>
    </message>
    <message>
        <source>%1 moved to RAM</source>
        <translation>%1 déplacé en RAM</translation>
    </message>
</context>
<context>
    <name>modeldeck::SettingCategories</name>
    <message>
        <source>Unloading</source>
        <translation>Déchargement</translation>
    </message>
    <message>
        <source>Memory pressure</source>
        <translation>Pression mémoire</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation>Ollama</translation>
    </message>
    <message>
        <source>REST API</source>
        <translation>API REST</translation>
    </message>
    <message>
        <source>History and log</source>
        <translation>Historique et journal</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Cette fenêtre</translation>
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
        <translation>jours</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>octets</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>pixels</translation>
    </message>
    <message>
        <source>on</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>off</source>
        <translation>non</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>Back to the default: %1</source>
        <translation>Revenir à la valeur par défaut&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1: back to the default</source>
        <translation>%1&#xa0;: revenir à la valeur par défaut</translation>
    </message>
    <message>
        <source>the default</source>
        <translation>valeur par défaut</translation>
    </message>
    <message>
        <source>set in the settings file</source>
        <translation>défini dans le fichier de paramètres</translation>
    </message>
    <message>
        <source>set by the environment variable %1</source>
        <translation>défini par la variable d’environnement %1</translation>
    </message>
    <message>
        <source>set on the command line</source>
        <translation>défini sur la ligne de commande</translation>
    </message>
    <message>
        <source>default: %1</source>
        <translation>par défaut&#xa0;: %1</translation>
    </message>
    <message>
        <source>applies after a restart</source>
        <translation>prend effet après un redémarrage</translation>
    </message>
</context>
<context>
    <name>modeldeck::SettingsPage</name>
    <message>
        <source>Appl&amp;y</source>
        <translation>A&amp;ppliquer</translation>
    </message>
    <message>
        <source>&amp;Revert</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Catégories</translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation>Application…</translation>
    </message>
    <message>
        <source>Applied.</source>
        <translation>Appliqué.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Rien n’a été modifié.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) not applied</source>
        <translation>
            <numerusform>%n modification non appliquée</numerusform>
            <numerusform>%n modifications non appliquées</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy c&amp;url command</source>
        <translation>Copier la commande c&amp;url</translation>
    </message>
    <message>
        <source>The command that makes these changes through the REST API</source>
        <translation>La commande qui fait ces modifications par l’API REST</translation>
    </message>
</context>
<context>
    <name>modeldeck::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
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
        <translation>%1 utilisés</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>Memory held by models</source>
        <translation>Mémoire occupée par les modèles</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n modèle chargé</numerusform>
            <numerusform>%n modèles chargés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new event(s)</source>
        <translation>
            <numerusform>%n nouvel événement</numerusform>
            <numerusform>%n nouveaux événements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::StatusLine</name>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Memory pressure: %1</source>
        <translation>Pression mémoire&#xa0;: %1</translation>
    </message>
    <message>
        <source>up %1</source>
        <translation>en marche depuis %1</translation>
    </message>
    <message>
        <source>%1 requests/s</source>
        <translation>%1 requêtes/s</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n modèle chargé</numerusform>
            <numerusform>%n modèles chargés</numerusform>
        </translation>
    </message>
    <message>
        <source>automatic unloading is off</source>
        <translation>le déchargement automatique est désactivé</translation>
    </message>
    <message>
        <source>automatic unloading is paused</source>
        <translation>le déchargement automatique est suspendu</translation>
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
        <translation>%1 (processus %2) gère déjà les modèles de ce compte.

La fenêtre peut prendre le relais&#xa0;: ses modèles sont déchargés, et ce qu’il propose est proposé à nouveau dans la mesure où les paramètres de la fenêtre le prévoient.</translation>
    </message>
    <message>
        <source>&amp;Take over</source>
        <translation>&amp;Prendre le relais</translation>
    </message>
    <message>
        <source>Waiting for it to end…</source>
        <translation>Attente de sa fin…</translation>
    </message>
    <message>
        <source>%1 can&apos;t be told to end from here. Once you have ended it, the window starts.</source>
        <translation>Impossible de terminer %1 d’ici. Une fois qu’il sera terminé, la fenêtre démarrera.</translation>
    </message>
</context>
<context>
    <name>modeldeck::TimelineChart</name>
    <message>
        <source>Other models</source>
        <translation>Autres modèles</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Autres programmes</translation>
    </message>
</context>
<context>
    <name>modeldeck::TimeoutsDialog</name>
    <message>
        <source>&amp;Timeouts of its own</source>
        <translation>&amp;Délais propres à ce modèle</translation>
    </message>
    <message>
        <source>Timeouts of %1</source>
        <translation>Délais d’inactivité de %1</translation>
    </message>
    <message>
        <source>Seconds without a request before the model leaves that memory; 0 means never.</source>
        <translation>Secondes sans requête avant que le modèle quitte cette mémoire ; 0 : jamais.</translation>
    </message>
    <message>
        <source>&amp;GPU memory, seconds</source>
        <translation>Mémoire du &amp;GPU, en secondes</translation>
    </message>
    <message>
        <source>&amp;System memory, seconds</source>
        <translation>Mémoire &amp;vive, en secondes</translation>
    </message>
    <message>
        <source>Copy cu&amp;rl command</source>
        <translation>Copier la commande cur&amp;l</translation>
    </message>
</context>
<context>
    <name>modeldeck::Tray</name>
    <message>
        <source>&amp;Show</source>
        <translation>A&amp;fficher</translation>
    </message>
    <message>
        <source>%1 · RAM %2</source>
        <comment>models loaded · memory in use</comment>
        <translation>%1 · RAM %2</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n modèle chargé</numerusform>
            <numerusform>%n modèles chargés</numerusform>
        </translation>
    </message>
    <message>
        <source>Modeldeck: %1</source>
        <translation>Modeldeck&#xa0;: %1</translation>
    </message>
    <message>
        <source>Switch the REST &amp;API off</source>
        <translation>Désactiver l’&amp;API REST</translation>
    </message>
    <message>
        <source>Switch the REST &amp;API on</source>
        <translation>Activer l’&amp;API REST</translation>
    </message>
</context>
<context>
    <name>modeldeck::Troubles</name>
    <message>
        <source>Ollama does not answer at %1</source>
        <translation>Ollama ne répond pas à l’adresse %1</translation>
    </message>
    <message>
        <source>Text models need it; get it at ollama.com. CLIP models work without it.</source>
        <translation>Les modèles de texte en ont besoin&#xa0;; il est disponible sur ollama.com. Les modèles CLIP fonctionnent sans lui.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Do without</source>
        <translation>S’en passer</translation>
    </message>
    <message>
        <source>Idle models are unloaded at once.</source>
        <translation>Les modèles inactifs sont déchargés aussitôt.</translation>
    </message>
    <message>
        <source>Models idle for %1 are unloaded.</source>
        <translation>Les modèles inactifs depuis %1 sont déchargés.</translation>
    </message>
    <message>
        <source>Unloading is paused until %1</source>
        <translation>Le déchargement est suspendu jusqu’à %1</translation>
    </message>
    <message>
        <source>Unloading is paused until it is resumed</source>
        <translation>Le déchargement est suspendu jusqu’à sa reprise</translation>
    </message>
    <message>
        <source>No model is unloaded automatically; commands still work.</source>
        <translation>Aucun modèle n’est déchargé automatiquement&#xa0;; les commandes restent possibles.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Text models work again once it answers. Start it with “ollama serve”.</source>
        <translation>Les modèles de texte fonctionneront de nouveau dès qu’il répondra. Le lancer avec « ollama serve ».</translation>
    </message>
    <message>
        <source>Memory is nearly used up</source>
        <translation>La mémoire est presque épuisée</translation>
    </message>
    <message>
        <source>Memory pressure is high</source>
        <translation>La pression mémoire est élevée</translation>
    </message>
    <message>
        <source>Models folder not found: %1</source>
        <translation>Dossier de modèles introuvable : %1</translation>
    </message>
    <message>
        <source>Create the folder, or choose another one in the settings.</source>
        <translation>Créer le dossier ou en choisir un autre dans les paramètres.</translation>
    </message>
    <message>
        <source>The REST API is not running: %1</source>
        <translation>L’API REST n’est pas en service&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>Impossible d’écrire %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>Impossible de lire %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Programs are waiting for memory</source>
        <translation>Des programmes attendent de la mémoire</translation>
    </message>
</context>
<context>
    <name>modeldeck::TryInput</name>
    <message>
        <source>%1: text</source>
        <translation>%1&#xa0;: texte</translation>
    </message>
    <message>
        <source>Type a text, or drop an image here</source>
        <translation>Saisir un texte ou déposer une image ici</translation>
    </message>
    <message>
        <source>Remove the image</source>
        <translation>Retirer l’image</translation>
    </message>
    <message>
        <source>%1: remove the image</source>
        <translation>%1&#xa0;: retirer l’image</translation>
    </message>
    <message>
        <source>Choose an image…</source>
        <translation>Choisir une image…</translation>
    </message>
    <message>
        <source>%1: choose an image</source>
        <translation>%1&#xa0;: choisir une image</translation>
    </message>
    <message>
        <source>it is larger than %1</source>
        <translation>elle dépasse %1</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>elle est vide</translation>
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
        <translation>Choisir une image</translation>
    </message>
    <message>
        <source>Images (%1)</source>
        <translation>Images (%1)</translation>
    </message>
</context>
<context>
    <name>modeldeck::TryPage</name>
    <message>
        <source>First</source>
        <translation>Première entrée</translation>
    </message>
    <message>
        <source>Second, to compare with</source>
        <translation>Deuxième entrée, pour comparer</translation>
    </message>
    <message>
        <source>&amp;Embed</source>
        <translation>&amp;Vectoriser</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;nnuler</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modèle</translation>
    </message>
    <message>
        <source>Each side takes a text or an image. The model is loaded first if necessary.</source>
        <translation>De chaque côté, un texte ou une image. Le modèle est d’abord chargé si nécessaire.</translation>
    </message>
    <message>
        <source>%1 computes…</source>
        <translation>%1 calcule…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <source>Similarity: %1</source>
        <comment>of two inputs, −1 to 1</comment>
        <translation>Similarité&#xa0;: %1</translation>
    </message>
    <message>
        <source>One vector. Give a second input to compare it with.</source>
        <translation>Un vecteur. Donner une deuxième entrée pour le comparer.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>%1 (untrained: similarities mean nothing)</source>
        <translation>%1 (non entraîné&#xa0;: les similarités ne signifient rien)</translation>
    </message>
    <message>
        <source>Vector size</source>
        <translation>Taille du vecteur</translation>
    </message>
    <message>
        <source>Total time</source>
        <translation>Durée totale</translation>
    </message>
    <message>
        <source>Wait for the model</source>
        <translation>Attente du modèle</translation>
    </message>
    <message>
        <source>Time to compute</source>
        <translation>Temps de calcul</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>First vector</source>
        <translation>Premier vecteur</translation>
    </message>
    <message>
        <source>Second vector</source>
        <translation>Deuxième vecteur</translation>
    </message>
    <message>
        <source>No model is installed. The Library page says how to get one.</source>
        <translation>Aucun modèle n’est installé. La page Bibliothèque indique comment s’en procurer un.</translation>
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
        <translation>%1 (le runner de ce programme ne peut pas l’utiliser)</translation>
    </message>
    <message>
        <source>none: models compute on the CPU and live in RAM</source>
        <translation>aucun&#xa0;: les modèles calculent sur le CPU et résident en RAM</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>non utilisé</translation>
    </message>
    <message>
        <source>looking for it at %1…</source>
        <translation>recherche à l’adresse %1…</translation>
    </message>
    <message>
        <source>version %1 at %2</source>
        <translation>version %1 à l’adresse %2</translation>
    </message>
    <message>
        <source>does not answer at %1. Text models need it (ollama.com); CLIP models work without it.</source>
        <translation>ne répond pas à l’adresse %1. Les modèles de texte en ont besoin (ollama.com) ; les modèles CLIP fonctionnent sans lui.</translation>
    </message>
    <message>
        <source>Command that downloads a model</source>
        <translation>Commande de téléchargement d’un modèle</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Premiers pas</translation>
    </message>
    <message>
        <source>Embedding models, loaded when needed</source>
        <translation>Des modèles d’embedding, chargés au besoin</translation>
    </message>
    <message>
        <source>&amp;Show the overview</source>
        <translation>Afficher la &amp;vue d’ensemble</translation>
    </message>
    <message>
        <source>Modeldeck loads an embedding model when a program needs it, shows what it costs, and frees the memory when nobody uses it. Every unload leaves a receipt.</source>
        <translation>Modeldeck charge un modèle d’embedding quand un programme en a besoin, montre ce qu’il coûte, et libère la mémoire quand personne ne l’utilise. Chaque déchargement laisse un reçu.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Sur cet ordinateur</translation>
    </message>
    <message>
        <source>The next step</source>
        <translation>L’étape suivante</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Mémoire</translation>
    </message>
    <message>
        <source>%1, of which %2 are available</source>
        <translation>%1, dont %2 disponibles</translation>
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
        <translation>Modèles</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) installed</source>
        <translation>
            <numerusform>%n modèle installé</numerusform>
            <numerusform>%n modèles installés</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is loaded until it is used. Embed something on the Try it page, or switch on the REST API at the lower left, so that other programs can.</source>
        <translation>Rien n’est chargé avant d’être utilisé. Vectoriser quelque chose sur la page Essayer ou activer l’API REST en bas à gauche, pour que d’autres programmes puissent le faire.</translation>
    </message>
    <message>
        <source>Get a model: run this command in a terminal, then rescan (F5). The Library page has the commands for all known models. “hf” comes with the Python package huggingface_hub.</source>
        <translation>Se procurer un modèle&#xa0;: exécuter cette commande dans un terminal, puis relancer la recherche (F5). La page Bibliothèque donne les commandes pour tous les modèles connus. «&#xa0;hf&#xa0;» vient avec le paquet Python huggingface_hub.</translation>
    </message>
</context>
<context>
    <name>modeldeck::WindowPanel</name>
    <message>
        <source>Program</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Closing the window keeps the program in the &amp;tray</source>
        <translation>Garder le programme dans la zone de &amp;notification à la fermeture de la fenêtre</translation>
    </message>
    <message>
        <source>Start at &amp;login, in the background</source>
        <translation>Démarrer à l’ouverture de &amp;session, en arrière-plan</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>A model was unloaded by memory &amp;pressure</source>
        <translation>Un modèle a été déchargé par la pression &amp;mémoire</translation>
    </message>
    <message>
        <source>A model &amp;failed</source>
        <translation>Un modèle a é&amp;choué</translation>
    </message>
    <message>
        <source>&amp;Ollama stopped answering, or answers again</source>
        <translation>&amp;Ollama ne répond plus ou répond de nouveau</translation>
    </message>
    <message>
        <source>&amp;Memory use has been high for a while</source>
        <translation>&amp;L’utilisation de la mémoire est élevée depuis un moment</translation>
    </message>
    <message>
        <source>This desktop has no tray: closing the window ends the program.</source>
        <translation>Ce bureau n’a pas de zone de notification&#xa0;: fermer la fenêtre arrête le programme.</translation>
    </message>
</context>
<context>
    <name>modeldeck::Wording</name>
    <message>
        <source>not installed</source>
        <translation>non installé</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>non chargé</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>chargement…</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>prêt</translation>
    </message>
    <message numerus="yes">
        <source>busy: %n request(s)</source>
        <translation>
            <numerusform>occupé&#xa0;: %n requête</numerusform>
            <numerusform>occupé&#xa0;: %n requêtes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>unloads after %n request(s) finish</source>
        <translation>
            <numerusform>part après %n requête</numerusform>
            <numerusform>part après %n requêtes</numerusform>
        </translation>
    </message>
    <message>
        <source>unloading…</source>
        <translation>déchargement…</translation>
    </message>
    <message>
        <source>ready in RAM</source>
        <translation>prêt en RAM</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>en échec</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#xa0;s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1&#xa0;min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1&#xa0;h</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n jour</numerusform>
            <numerusform>%n jours</numerusform>
        </translation>
    </message>
    <message>
        <source>just now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>il y a %1</translation>
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
