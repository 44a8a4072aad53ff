using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Tests.Jobs;

public sealed class JobRulesTests
{
    private static readonly JobOptions Options = new();

    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 2, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(7, 0, 0)]
    public void Startable_when_jobs_run_counts_leases_and_those_left_behind(int leased, int here, int expected) =>
        Assert.Equal(expected, JobRules.Startable(Options, leased, here));

    [Fact]
    public void Saturated_when_a_kind_has_a_limit_of_its_own_names_it_once_reached()
    {
        var options = new JobOptions();
        options.Kinds["catalog-sync"] = new JobKindOptions { ConcurrencyPerInstallation = 1 };
        options.Kinds["export"] = new JobKindOptions { MaxAttempts = 9 };

        Assert.Empty(JobRules.Saturated(options, ["export", "export"]));
        Assert.Equal(["catalog-sync"], JobRules.Saturated(options, ["export", "catalog-sync"]));
        Assert.Equal(9, JobRules.MaxAttempts(options, "export"));
        Assert.Equal(options.MaxAttempts, JobRules.MaxAttempts(options, "catalog-sync"));
        Assert.Equal(options.MaxAttempts, JobRules.MaxAttempts(options, "any"));
    }

    [Theory]
    [InlineData(30, 1, 1)]
    [InlineData(1.5, 1, 0.5)]
    public void RenewEvery_when_the_lease_is_short_is_a_third_of_it(double lease, double every, double expected)
    {
        var options = new JobOptions
        {
            Lease = TimeSpan.FromSeconds(lease),
            RenewEvery = TimeSpan.FromSeconds(every),
        };
        Assert.Equal(TimeSpan.FromSeconds(expected), JobRules.RenewEvery(options));
    }

    [Theory]
    [InlineData(1, 0.5, 10)]
    [InlineData(2, 0.5, 40)]
    [InlineData(3, 0.5, 160)]
    [InlineData(4, 0.5, 640)]
    [InlineData(5, 0.5, 900)]
    [InlineData(1, 0, 8)]
    [InlineData(1, 1, 12)]
    [InlineData(int.MaxValue, 1, 1080)]
    public void Backoff_when_attempts_fail_grows_to_its_bound(int attempt, double chance, double seconds) =>
        Assert.Equal(seconds, JobRules.Backoff(Options, attempt, chance).TotalSeconds, 3);

    [Fact]
    public void End_when_it_returned_completes_even_while_the_service_stops()
    {
        Assert.Equal(JobStatus.Completed, JobRules.End(Options, Facts(JobStop.None)).Status);
        Assert.Equal(JobStatus.Completed, JobRules.End(Options, Facts(JobStop.ServiceStops)).Status);
        Assert.Equal(JobStatus.Completed, JobRules.End(Options, Facts(JobStop.LeaseLost)).Status);
    }

    [Fact]
    public void End_when_it_was_cancelled_or_fenced_is_cancelled_whatever_it_threw()
    {
        foreach (var stop in new[] { JobStop.CancelRequested, JobStop.InstallationEnded })
        {
            foreach (var failure in new Exception?[] { null, new IOException(), new JobFailedException("x", false) })
                Assert.Equal(JobStatus.Cancelled, JobRules.End(Options, Facts(stop, failure)).Status);
        }
    }

    [Fact]
    public void End_when_the_service_stopped_it_goes_back_at_once_and_spends_nothing()
    {
        var end = JobRules.End(Options, Facts(JobStop.ServiceStops, new OperationCanceledException(), attempt: 5));
        Assert.Equal(JobStatus.Queued, end.Status);
        Assert.False(end.SpendsAttempt);
        Assert.Equal(TimeSpan.Zero, end.RetryAfter);
        Assert.Null(end.ErrorCode);
    }

    [Fact]
    public void End_when_the_handler_fails_by_its_own_word_while_the_service_stops_keeps_its_word()
    {
        var end = JobRules.End(Options, Facts(JobStop.ServiceStops, new JobFailedException("no-such-file", false)));
        Assert.Equal((JobStatus.Failed, "no-such-file"), (end.Status, end.ErrorCode));
    }

    [Fact]
    public void End_when_the_handler_asks_for_a_wait_gets_it_within_a_day()
    {
        var asked = JobRules.End(Options, Facts(failure: new JobFailedException("x", true, TimeSpan.FromMinutes(3))));
        var absurd = JobRules.End(Options, Facts(failure: new JobFailedException("later", true, TimeSpan.MaxValue)));
        var negative = JobRules.End(Options, Facts(failure: new JobFailedException("later", true, -TimeSpan.MaxValue)));

        Assert.Equal(TimeSpan.FromMinutes(3), asked.RetryAfter);
        Assert.Equal(TimeSpan.FromHours(24), absurd.RetryAfter);
        Assert.Equal(TimeSpan.Zero, negative.RetryAfter);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(500)]
    public void End_when_only_time_helps_puts_the_job_off_and_spends_no_attempt(int attempt)
    {
        var put = new JobFailedException("shopify-frozen", true, TimeSpan.FromMinutes(7)) { SpendsAttempt = false };
        var end = JobRules.End(Options, Facts(failure: put, attempt: attempt));
        Assert.Equal((JobStatus.Queued, "shopify-frozen", false), (end.Status, end.ErrorCode, end.SpendsAttempt));
        Assert.Equal(TimeSpan.FromMinutes(7), end.RetryAfter);
    }

    [Fact]
    public void End_when_the_last_attempt_fails_is_failed() =>
        Assert.Equal(JobStatus.Failed, JobRules.End(Options, Facts(failure: new IOException(), attempt: 5)).Status);

    [Fact]
    public void End_when_the_fence_of_another_installation_was_met_is_a_failure()
    {
        var other = new InstallationEndedException(FakeInstallationStore.Current().Id);
        var end = JobRules.End(Options, Facts(failure: other));
        Assert.Equal((JobStatus.Queued, "unexpected-installation-ended"), (end.Status, end.ErrorCode));
    }

    [Fact]
    public void End_when_the_handlers_code_is_free_text_stores_none_of_it()
    {
        var end = JobRules.End(Options, Facts(failure: new JobFailedException("Alice's order 5 failed")));
        Assert.Equal("unnamed-failure", end.ErrorCode);
    }

    [Fact]
    public void FailureCode_when_the_type_is_odd_is_still_a_code()
    {
        Assert.Equal("unexpected-http-request", FailureCode.Of(new HttpRequestException("x")));
        Assert.Equal("unexpected-i-o", FailureCode.Of(new IOException("x")));
        Assert.Equal("storage-unavailable", FailureCode.Of(new StorageUnavailableException("57P01")));
        Assert.Equal("unexpected-generic", FailureCode.Of(new GenericException<string>()));
        Assert.Equal("unnamed-failure", FailureCode.Of(new Åskväder()));
    }

    private static AttemptFacts Facts(JobStop stop = JobStop.None, Exception? failure = null, int attempt = 1) => new()
    {
        Job = new ClaimedJob
        {
            Id = Guid.Empty,
            Installation = new InstallationId(Guid.Empty),
            Kind = "work",
            Arguments = "{}",
            Attempt = attempt,
            Runner = "a",
        },
        Stop = stop,
        Failure = failure,
        Chance = 0.5,
    };

    private sealed class GenericException<T> : Exception;

    private sealed class Åskväder : Exception;
}
