using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Tests.Participants;

/// <summary>A participant that answers nobody is left alone, one that hangs takes few calls.</summary>
public sealed class ParticipantGateTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ParticipantGate _gate;

    public ParticipantGateTests() =>
        _gate = new ParticipantGate(_time, new TeardownOptions { ParticipantCallsAtOnce = 2 });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Call_when_as_many_as_may_be_are_under_way_is_put_off()
    {
        Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
        Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);

        Assert.Equal(ParticipantCodes.Crowded, (await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
        _gate.Leave(isOutage: false);
        Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
    }

    [Fact]
    public async Task Participant_that_answers_nobody_is_tried_by_one_call_after_rests_that_grow_to_half_a_minute()
    {
        await FailAsync(ParticipantGate.OutagesBeforeRest);
        var rests = new List<TimeSpan>();
        for (var round = 0; round < 10; round++)
        {
            var (code, wait) = await _gate.EnterAsync(hasFailed: true, Cancellation);
            Assert.Equal(ParticipantCodes.Resting, code);
            rests.Add(wait);
            _time.Advance(wait);
            Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
            // While that call tries, nobody else does.
            Assert.Equal(ParticipantCodes.Resting, (await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
            _gate.Leave(isOutage: true);
        }

        Assert.Equal(rests.Order(), rests);
        Assert.Equal(TimeSpan.FromSeconds(1), rests[0]);
        Assert.Equal(ParticipantGate.LongestRest, rests[^1]);
    }

    [Fact]
    public async Task Participant_that_one_shop_has_to_leave_alone_is_open_to_a_shop_that_it_has_not_failed()
    {
        await FailAsync(ParticipantGate.OutagesBeforeRest);

        Assert.Equal(ParticipantCodes.Resting, (await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
        Assert.Null((await _gate.EnterAsync(hasFailed: false, Cancellation)).Code);
    }

    [Fact]
    public async Task Participant_that_is_back_is_open_to_all_at_once()
    {
        await FailAsync(ParticipantGate.OutagesBeforeRest);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
        _gate.Leave(isOutage: false);

        Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
        Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
    }

    private async Task FailAsync(int times)
    {
        for (var call = 0; call < times; call++)
        {
            Assert.Null((await _gate.EnterAsync(hasFailed: true, Cancellation)).Code);
            _gate.Leave(isOutage: true);
        }
    }
}
