using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Hosting;

namespace Shopkeeper.Simulator;

/// <summary>
/// A running Shopify to develop and test against. Everything of a shop lives under <c>{BaseUrl}/{shop}/…</c>, so
/// <see cref="AdminUrlTemplate"/> is what the app is to be configured with. Stops when disposed.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CallHooks _hooks;

    private SimulatorHost(WebApplication application)
    {
        _application = application;
        _hooks = application.Services.GetRequiredService<CallHooks>();
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        BaseUrl = new Uri(addresses!.Addresses.Single());
        Control = new SimulatorClient(BaseUrl);
    }

    /// <summary>Where it listens, with the port it really took.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The base address of a shop's Admin API, with <c>{shop}</c> for the shop's domain.</summary>
    public string AdminUrlTemplate => BaseUrl.GetLeftPart(UriPartial.Authority) + "/{shop}";

    /// <summary>Its control API.</summary>
    public SimulatorClient Control { get; }

    /// <summary>
    /// Awaited when a call has arrived, before it has any effect: whatever it does happens between the call before and
    /// this one. Null for none.
    /// </summary>
    public Func<SimulatedCall, Task>? OnCall
    {
        get => _hooks.OnCall;
        set => _hooks.OnCall = value;
    }

    /// <summary>Awaited when a call has had its effect, before its answer is sent. Null for none.</summary>
    public Func<SimulatedCall, Task>? OnAnswer
    {
        get => _hooks.OnAnswer;
        set => _hooks.OnAnswer = value;
    }

    /// <summary>Starts a simulator and returns when it listens.</summary>
    /// <exception cref="ArgumentException">An option is not usable; the message names it and the remedy.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        SimulatorOptionsRules.Check(options);
        var application = SimulatorApplication.Build(options);
        try
        {
            await application.StartAsync(cancellationToken);
            return new SimulatorHost(application);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until <paramref name="cancellationToken"/> is cancelled.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) =>
        _application.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }
}
