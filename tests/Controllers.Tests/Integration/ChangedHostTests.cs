using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Pool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>A host that changes between a look at it and the step that follows.</summary>
public sealed class ChangedHostTests(ApiServers servers) : IClassFixture<ApiServers>
{
    [Fact]
    public async Task B12_A_claim_is_finished_although_the_host_has_changed_meanwhile()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync();
        IHost host = await world.StartControllersAsync();
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => machine.Spec?.HostRef is not null && machine.Spec.ProviderId is not null);
        await world.UntilAsync<ElementalHost>(world.HostName(), each => each.Spec?.MachineRef is not null);
        ObjectKey key = new(world.Namespace, "m1");
        ObjectKey hostKey = new(world.Namespace, world.HostName());
        IStore<ElementalHost> store = host.Services.GetRequiredService<IInformers>().Get<ElementalHost>().Store;
        await UntilAsync(() => store.Find(hostKey)?.Spec?.MachineRef is not null);
        MachineSeen seen = host.Services.GetRequiredService<MachineObserver>().Observe(key)!;
        MachineActions actions = host.Services.GetRequiredService<MachineActions>();

        // As an older provider left it: the host names the machine, and the machine does not say so yet.
        MachineSeen unfinished = seen with { Machine = seen.Machine with { Spec = seen.Machine.Spec! with { ProviderId = null } } };
        ElementalHost stale = unfinished.Host! with { Metadata = unfinished.Host.Metadata with { ResourceVersion = "1" } };
        await actions.TakeAsync(new MachineStep.RecordHost(stale), unfinished with { Host = stale }, CancellationToken.None);
        Turn<MachineSeen> again = await actions.TakeAsync(new MachineStep.RecordHost(stale), unfinished with { Host = stale }, CancellationToken.None);

        // The second try has not only come back with the same host, which would go on for ever.
        Assert.NotEqual("1", again.Seen!.Host!.Metadata.ResourceVersion);
    }

    [Fact]
    public void B12_A_machine_is_not_kept_from_what_it_has_reserved_itself()
    {
        HostReservations reservations = new();
        ElementalMachine mine = Given.Machine("em1");

        Assert.True(reservations.TryReserve(Given.Host(), mine));
        Assert.True(reservations.TryReserve(Given.Host(), mine));
        Assert.False(reservations.TryReserve(Given.Host(), Given.Machine("em2")));
        Assert.False(reservations.IsTaken(Given.Host(), ObjectKey.Of(mine)));
        Assert.True(reservations.IsTaken(Given.Host(), new ObjectKey("lab", "em2")));

        reservations.GiveUp(ObjectKey.Of(mine));

        Assert.True(reservations.TryReserve(Given.Host(), Given.Machine("em2")));
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Yield();
    }
}
