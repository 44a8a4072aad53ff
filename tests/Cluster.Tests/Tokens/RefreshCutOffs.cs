using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>
/// Cuts refreshes off right before or right after each of their writes and calls, as a dying process does: from then on
/// nothing that the refresh does takes effect, until the shop is revived.
/// </summary>
internal sealed class RefreshCutOffs
{
    /// <summary>What a refresh does, in its order; each is cut off before and after.</summary>
    public static readonly string[] Points =
    [
        nameof(IGrantStore.ReadAsync), nameof(IGrantStore.TryBeginRefreshAsync), nameof(IOAuthClient.RefreshAsync),
        nameof(IGrantStore.StoreRefreshedAsync),
    ];

    private readonly ConcurrentDictionary<string, (string Point, bool After)> _armed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _dead = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _shops = new(StringComparer.Ordinal);

    public void Add(ClusterSetup setup)
    {
        var before = setup.Services;
        setup.Services = services =>
        {
            before(services);
            Around<IGrantStore>(services);
            Around<IOAuthClient>(services);
        };
    }

    /// <summary>Has the next refresh of an installation cut off.</summary>
    public void Arm(Installation installation, string point, bool after)
    {
        _shops[installation.Shop.Value] = installation.Id.ToString();
        _armed[installation.Id.ToString()] = (point, after);
    }

    /// <summary>True once it was.</summary>
    public bool IsCut(Installation installation) => _dead.ContainsKey(installation.Id.ToString());

    /// <summary>Another process takes over.</summary>
    public void Revive(Installation installation) => _dead.TryRemove(installation.Id.ToString(), out _);

    private void Around<T>(IServiceCollection services)
        where T : class
    {
        var service = services.Last(one => one.ServiceType == typeof(T));
        services.AddSingleton(provider => Mortal<T>.Around((T)Make(provider, service), this));
    }

    private static object Make(IServiceProvider provider, ServiceDescriptor service) =>
        service.ImplementationFactory?.Invoke(provider)
        ?? service.ImplementationInstance
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);

    private string KeyOf(object? first) => first switch
    {
        InstallationId installation => installation.ToString(),
        ShopDomain shop => _shops.GetValueOrDefault(shop.Value, ""),
        _ => "",
    };

    private void DieIfDead(string key)
    {
        if (_dead.ContainsKey(key)) throw new OperationCanceledException("The process died.");
    }

    private void Cut(string key, string point, bool after)
    {
        if (!_armed.TryGetValue(key, out var cut) || cut != (point, after)) return;
        _armed.TryRemove(key, out _);
        _dead[key] = true;
        throw new OperationCanceledException("The process died.");
    }

    /// <summary>A port, for those that live.</summary>
    private class Mortal<T> : DispatchProxy
        where T : class
    {
        private T _port = null!;
        private RefreshCutOffs _cuts = null!;

        public static T Around(T port, RefreshCutOffs cuts)
        {
            var proxy = Create<T, Mortal<T>>();
            ((Mortal<T>)(object)proxy)._port = port;
            ((Mortal<T>)(object)proxy)._cuts = cuts;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var key = _cuts.KeyOf(args is [var first, ..] ? first : null);
            var point = targetMethod!.Name;
            _cuts.DieIfDead(key);
            _cuts.Cut(key, point, after: false);
            var answer = targetMethod.Invoke(_port, args);
            return targetMethod.ReturnType.IsGenericType
                ? typeof(Mortal<T>).GetMethod(nameof(AwaitAsync), BindingFlags.Instance | BindingFlags.NonPublic)!
                    .MakeGenericMethod(targetMethod.ReturnType.GenericTypeArguments[0])
                    .Invoke(this, [answer, key, point])
                : answer;
        }

        private async Task<TAnswer> AwaitAsync<TAnswer>(Task<TAnswer> answer, string key, string point)
        {
            var result = await answer;
            _cuts.Cut(key, point, after: true);
            return result;
        }
    }
}
