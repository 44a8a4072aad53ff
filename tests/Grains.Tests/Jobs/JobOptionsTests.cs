using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Subscriptions;

namespace Shopkeeper.Grains.Tests.Jobs;

public sealed class JobOptionsTests
{
    [Fact]
    public void Options_when_nothing_is_configured_are_valid()
    {
        var options = Read<JobOptions>();
        Assert.Equal(2, options.ConcurrencyPerInstallation);
        Assert.Equal(TimeSpan.FromSeconds(6), options.Lease);
        Assert.Equal(5, options.MaxAttempts);
        Assert.Empty(Read<SubscriptionOptions>().Topics);
    }

    [Fact]
    public void Options_when_configured_are_read_once_although_added_twice()
    {
        var options = Read<JobOptions>(("Jobs:Kinds:export:MaxAttempts", "7"), ("Jobs:Lease", "00:00:05"));
        Assert.Equal(7, options.Kinds["export"].MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Lease);
        Assert.Equal(["orders/create"], Read<SubscriptionOptions>(("Webhooks:Topics:0", "orders/create")).Topics);
    }

    [Theory]
    [InlineData("Jobs:ConcurrencyPerInstallation", "0")]
    [InlineData("Jobs:ConcurrencyPerSilo", "1001")]
    [InlineData("Jobs:QueueLimit", "-1")]
    [InlineData("Jobs:MaxAttempts", "0")]
    [InlineData("Jobs:Lease", "00:00:00")]
    [InlineData("Jobs:Lease", "1.00:00:00")]
    [InlineData("Jobs:RenewEvery", "00:00:00")]
    [InlineData("Jobs:BackoffFirst", "-00:00:01")]
    [InlineData("Jobs:BackoffMaximum", "00:00:01")]
    [InlineData("Jobs:StopGrace", "00:02:00")]
    [InlineData("Jobs:ThrottleWaits", "-1")]
    [InlineData("Jobs:ThrottlePause", "00:02:00")]
    [InlineData("Jobs:Kinds:export:MaxAttempts", "0")]
    [InlineData("Jobs:Kinds:export:ConcurrencyPerInstallation", "101")]
    public void Options_when_a_limit_is_out_of_range_are_refused_with_the_key(string key, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read<JobOptions>((key, value)));
        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders create", "Webhooks:Topics:0")]
    [InlineData("", "Webhooks:Topics:0")]
    public void Topics_when_one_cannot_be_subscribed_are_refused(string topic, string told)
    {
        var refusal = Assert.Throws<OptionsValidationException>(
            () => Read<SubscriptionOptions>(("Webhooks:Topics:0", topic)));
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registration_when_made_twice_registers_each_handler_once()
    {
        var services = Services();
        Assert.Equal(2, services.Count(service => service.ServiceType == typeof(IJobHandler)));
        Assert.Single(services, service => service.ServiceType == typeof(IJobCancellation));
    }

    private static T Read<T>(params (string Key, string Value)[] settings)
        where T : class
    {
        var services = Services();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddJobs().AddCatalogue().AddSubscriptions();
        services.AddSubscriptions().AddCatalogue().AddJobs();
        return services;
    }
}
