// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/foresight/preloader.h"

#include <cmath>
#include <random>

// A machine with models, people who use them, and a clock that runs through weeks in no time.
namespace modeldeck::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Both clocks; the wall's can be set.
class DeskClock : public Clock
{
public:
    BootTime now() const override { return m_now += m_step; }
    EpochSeconds epoch() const override
    {
        return m_start + std::chrono::duration<double>(m_now.time_since_epoch()).count();
    }
    void advance(std::chrono::nanoseconds time) { m_now += time; }
    void set(std::chrono::seconds by) { m_start += double(by.count()); }
    // As if that much time went by from one look to the next.
    void setStep(std::chrono::nanoseconds step) { m_step = step; }

private:
    mutable BootTime m_now;
    std::chrono::nanoseconds m_step{0};
    EpochSeconds m_start = 1641168000; // Monday, 2022-01-03, 0:00 UTC
};

inline Calendar utcCalendar()
{
    return {QTimeZone::utc(), {Qt::Monday, Qt::Tuesday, Qt::Wednesday, Qt::Thursday, Qt::Friday}};
}

// Moments in seconds from the first Monday, ascending.
using Uses = std::vector<double>;
using Random = std::mt19937;
constexpr double hour = 3600, day = 24 * hour, week = 7 * day;

inline double around(Random &random, double mean, double spread)
{
    return std::normal_distribution<>(mean, spread)(random);
}

// Uses at random, at the pace given, from one moment to another.
inline void useBetween(Uses &uses, Random &random, double from, double to, double meanPause)
{
    std::exponential_distribution<> pause(1 / meanPause);
    for (double at = from; at < to; at += pause(random))
        uses.push_back(at);
}

// Working days of about nine to five, with lunch.
inline Uses workdays(Random &random, int weeks, double start = 9 * hour)
{
    Uses uses;
    for (int i = 0; i < weeks * 7; ++i) {
        if (i % 7 >= 5)
            continue;
        const double morning = i * day + start;
        useBetween(uses, random, around(random, morning, 600), around(random, morning + 3 * hour, 600), 480);
        useBetween(uses, random, around(random, morning + 4 * hour, 600),
                   around(random, morning + 8 * hour, 900), 480);
    }
    return uses;
}

inline Uses anyTime(Random &random, int weeks, double meanPause)
{
    Uses uses;
    useBetween(uses, random, 0, weeks * week, meanPause);
    return uses;
}

struct Tally
{
    int coldStarts = 0;
    int coldStartsWithout = 0; // had there been no preloading
    int preloads = 0;
    int used = 0;
    int wasted = 0;
};

class PreloadWorld
{
public:
    struct Person
    {
        Uses uses;
        std::size_t next = 0;
        std::optional<double> idleSince{}; // while loaded
        double idleWithout = -1e9;         // when it was used last
        Tally tally{};                     // since the last reset
    };

    PreloadWorld()
    {
        now.settings = settings;
        now.receipts = std::make_shared<const std::vector<Receipt>>();
        now.system.total = Bytes::fromMebibytes(16'384);
        now.system.available = Bytes::fromMebibytes(12'000);
    }

    template <typename T>
    void set(Setting<T> key, const std::type_identity_t<T> &value)
    {
        settings.set(key, value);
        now.settings = settings;
    }
    void add(const QString &id, Uses uses)
    {
        ModelView model;
        model.id = id;
        model.installed = true;
        model.bytesOnDisk = Bytes::fromMebibytes(900);
        model.loadSeconds = 2;
        model.ramTimeout = 1800s;
        now.models.push_back(model);
        people.push_back({std::move(uses)});
    }
    double seconds() const { return std::chrono::duration<double>(clock.now().time_since_epoch()).count(); }

    void runUntil(double end)
    {
        while (seconds() < end)
            step();
    }
    void resetTallies()
    {
        for (Person &person : people)
            person.tally = {};
    }
    PreloadDecision decide()
    {
        now.at = clock.epoch();
        return preloader.decide(now, 1);
    }

    DeskClock clock;
    Settings settings;
    Snapshot now;
    std::vector<Person> people; // by model
    Preloader preloader{clock, utcCalendar()};

private:
    void step()
    {
        clock.advance(60s);
        for (std::size_t i = 0; i < people.size(); ++i) {
            use(i);
            unloadIdle(i);
        }
        preloader.pressure(PressureLevel::Normal);
        const PreloadDecision decision = decide();
        for (std::size_t i = 0; i < people.size(); ++i) {
            if (now.models[i].id == decision.modelId) {
                ++people[i].tally.preloads;
                load(i);
            }
        }
    }
    void use(std::size_t i)
    {
        Person &person = people[i];
        for (; person.next < person.uses.size() && person.uses[person.next] <= seconds(); ++person.next) {
            const double at = person.uses[person.next];
            person.tally.coldStarts += !person.idleSince;
            person.tally.coldStartsWithout +=
                at - person.idleWithout > double(now.models[i].ramTimeout.count());
            person.idleWithout = at;
            load(i);
            person.tally.used += preloader.used(now.models[i].id, clock.epoch());
        }
    }
    void unloadIdle(std::size_t i)
    {
        Person &person = people[i];
        if (!person.idleSince || seconds() - *person.idleSince < double(now.models[i].ramTimeout.count()))
            return;
        person.idleSince.reset();
        now.models[i].state = ModelState::Unloaded;
        now.models[i].loaded = false;
        person.tally.wasted += preloader.unloaded(now.models[i].id, UnloadReason::IdleTimeout);
    }
    void load(std::size_t i)
    {
        people[i].idleSince = seconds();
        now.models[i].state = ModelState::Ready;
        now.models[i].loaded = true;
    }
};

inline const QString M = u"ViT-L-14/openai"_s;
inline const QString N = u"ViT-B-32/openai"_s;

// A model that was used every working day for four weeks, from 9:00 on, and a clock at 8:55 on
// the next Monday.
struct MondayMorning : PreloadWorld
{
    MondayMorning()
    {
        add(M, {});
        learn(M, 9 * hour, 4 * 7);
        clock.advance(std::chrono::seconds(qint64(4 * week + 9 * hour - 300)));
        preloader.pressure(PressureLevel::Normal);
    }
    void learn(const QString &id, double start, int days)
    {
        for (int i = 0; i < days; ++i) {
            for (double at = start; at < start + 3 * hour && i % 7 < 5; at += 600)
                preloader.used(id, clock.epoch() + i * day + at);
        }
    }
    void unload(UnloadReason reason) { preloader.unloaded(M, reason); }
};

} // namespace modeldeck::test
