<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>modeldeck</name>
    <message numerus="yes">
        <source>It is waiting to be unloaded, but still serves %n request(s)</source>
        <translation>
            <numerusform>It is waiting to be unloaded, but still serves %n request</numerusform>
            <numerusform>It is waiting to be unloaded, but still serves %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It serves %n request(s), and has answered none for %2</source>
        <translation>
            <numerusform>It serves %n request, and has answered none for %2</numerusform>
            <numerusform>It serves %n requests, and has answered none for %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its idle timeout is long: it will be unloaded in %n hour(s)</source>
        <translation>
            <numerusform>Its idle timeout is long: it will be unloaded in %n hour</numerusform>
            <numerusform>Its idle timeout is long: it will be unloaded in %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its last request asked to keep it for another %n hour(s)</source>
        <translation>
            <numerusform>Its last request asked to keep it for another %n hour</numerusform>
            <numerusform>Its last request asked to keep it for another %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The limit of %n loaded model(s) is reached, and none can be unloaded: all are pinned</source>
        <translation>
            <numerusform>The limit of %n loaded model is reached, and none can be unloaded: it is pinned</numerusform>
            <numerusform>The limit of %n loaded models is reached, and none can be unloaded: all are pinned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n model(s) may be loaded</source>
        <translation>
            <numerusform>at most %n model may be loaded</numerusform>
            <numerusform>at most %n models may be loaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the limit is reached: %n model(s) loaded</source>
        <translation>
            <numerusform>the limit is reached: %n model loaded</numerusform>
            <numerusform>the limit is reached: %n models loaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%2” still serves %n request(s), so it was not unloaded</source>
        <translation>
            <numerusform>“%2” still serves %n request, so it was not unloaded</numerusform>
            <numerusform>“%2” still serves %n requests, so it was not unloaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%2” already has %n waiting request(s)</source>
        <translation>
            <numerusform>“%2” already has %n waiting request</numerusform>
            <numerusform>“%2” already has %n waiting requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::Actions</name>
    <message numerus="yes">
        <source>&amp;Unload after %n request(s) finish</source>
        <translation>
            <numerusform>&amp;Unload after %n request finishes</numerusform>
            <numerusform>&amp;Unload after %n requests finish</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::LibraryPage</name>
    <message numerus="yes">
        <source>✓ Its files are sound: %n file(s) read.</source>
        <translation>
            <numerusform>✓ Its files are sound: %n file read.</numerusform>
            <numerusform>✓ Its files are sound: %n files read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelDetails</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::SettingsPage</name>
    <message numerus="yes">
        <source>%n change(s) not applied</source>
        <translation>
            <numerusform>%n change not applied</numerusform>
            <numerusform>%n changes not applied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::SideBar</name>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n model loaded</numerusform>
            <numerusform>%n models loaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new event(s)</source>
        <translation>
            <numerusform>%n new event</numerusform>
            <numerusform>%n new events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::StatusLine</name>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n model loaded</numerusform>
            <numerusform>%n models loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::Tray</name>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n model loaded</numerusform>
            <numerusform>%n models loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::WelcomePage</name>
    <message numerus="yes">
        <source>%n model(s) installed</source>
        <translation>
            <numerusform>%n model installed</numerusform>
            <numerusform>%n models installed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::Wording</name>
    <message numerus="yes">
        <source>busy: %n request(s)</source>
        <translation>
            <numerusform>busy: %n request</numerusform>
            <numerusform>busy: %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>unloads after %n request(s) finish</source>
        <translation>
            <numerusform>unloads after %n request finishes</numerusform>
            <numerusform>unloads after %n requests finish</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
</TS>
