using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Webhooks;
using Shopkeeper.Silo.Logging;
using Shopkeeper.Silo.Observability;
using Shopkeeper.Storage;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Puts the service together: storage, actors, edge, in one process.</summary>
public static class ServiceHost
{
    /// <summary>Builds the service and prepares its database; it is not started.</summary>
    /// <param name="arguments">Configuration from the command line, as <c>--Section:Key value</c>.</param>
    /// <param name="configure">Last changes, for the demonstration and for tests.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    /// <exception cref="OptionsValidationException">A setting is missing or wrong; the messages name it and the
    /// remedy.</exception>
    public static async Task<WebApplication> PrepareAsync(
        string[] arguments, Action<WebApplicationBuilder>? configure, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder(arguments, configure);
        var role = RoleServices.RoleOf(builder.Configuration);
        var app = builder.Build();
        try
        {
            // Wrong settings are told before anything is touched.
            app.Services.GetService<IStartupValidator>()?.Validate();
            RequireFree(app.Services.GetRequiredService<IOptions<ListenerOptions>>().Value, role);
            app.Services.GetService<SiloEndpoints>()?.RequireFree();
            await StorageStartup.PrepareAsync(app.Services, cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        if (role == ServiceRole.Silo) app.UseProbes();
        else app.UseFrontend();
        app.MapPrometheusScrapingEndpoint("/metrics").OnlyOn(Listener.Internal);
        return app;
    }

    /// <summary>Builds services and configuration only; for commands that need the storage and no listener.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] arguments, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments });
        configure?.Invoke(builder);
        DevelopmentSettings.Complete(builder);
        builder.AddRedactedConsole();
        var role = RoleServices.RoleOf(builder.Configuration);
        builder.Services.AddRole(role);
        if (role == ServiceRole.FrontEnd) builder.Services.AddFrontEnd(builder.Configuration);
        else builder.Services.AddShopkeeper(builder.Configuration);
        builder.AddObservability();
        builder.Services.AddGrainCallSpans();
        builder.AddOrleans(role);
        builder.WebHost.ConfigureKestrel((context, kestrel) => TryListen(kestrel, role));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        return builder;
    }

    // The server is made before the settings are checked. One of those that it reads, when it is wrong, must not hide
    // what else is: the check tells them together, and nothing starts.
    private static void TryListen(KestrelServerOptions kestrel, ServiceRole role)
    {
        var services = kestrel.ApplicationServices;
        if (IsValid<ListenerOptions>(services) && IsValid<WebhookEdgeOptions>(services)) Listen(kestrel, role);
    }

    private static bool IsValid<TOptions>(IServiceProvider services)
        where TOptions : class
    {
        try
        {
            return services.GetRequiredService<IOptions<TOptions>>().Value is not null;
        }
        catch (OptionsValidationException)
        {
            return false;
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ServiceRole role)
    {
        var addresses = kestrel.ApplicationServices.GetRequiredService<IOptions<ListenerOptions>>().Value;
        kestrel.AddServerHeader = false;
        // The edge's own bound decides, and says so; the server's must not come first.
        var edge = kestrel.ApplicationServices.GetRequiredService<IOptions<WebhookEdgeOptions>>().Value;
        var limits = kestrel.Limits;
        // What a connection may send ahead of what is read of it: a body that is refused unread takes no more.
        limits.MaxRequestBufferSize = 64 * 1024;
        limits.MaxRequestBodySize = Math.Max(limits.MaxRequestBodySize ?? 0, edge.MaximumBodyBytes + 1L);
        foreach (var (listener, address) in Listeners(addresses, role))
            kestrel.Listen(ListenerOptions.Parse(address), listen => listen.UseListener(listener));
    }

    private static IEnumerable<(Listener Listener, string Address)> Listeners(
        ListenerOptions addresses, ServiceRole role)
    {
        if (role != ServiceRole.Silo) yield return (Listener.Public, addresses.Public);
        yield return (Listener.Internal, addresses.Internal);
    }

    // Kestrel finds out last, when everything else runs already and has to be stopped again.
    private static void RequireFree(ListenerOptions addresses, ServiceRole role)
    {
        foreach (var (_, address) in Listeners(addresses, role))
        {
            var endpoint = ListenerOptions.Parse(address);
            using var listener = new TcpListener(endpoint);
            try
            {
                listener.Start();
            }
            catch (SocketException taken)
            {
                throw new IOException(
                    $"The service can't listen on http://{endpoint}: {taken.SocketErrorCode}.", taken);
            }
        }
    }

    /// <summary>The addresses that a started service really listens on, with the ports it took.</summary>
    /// <exception cref="InvalidOperationException">A silo has no public one.</exception>
    public static (Uri Public, Uri Internal) AddressesOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var taken = app.Urls.ToArray();
        return taken.Length == 2
            ? (new Uri(taken[0]), new Uri(taken[1]))
            : throw new InvalidOperationException("A silo without an edge listens on one address only.");
    }

    internal static bool IsLoopback(string address) => IPAddress.IsLoopback(ListenerOptions.Parse(address).Address);
}
