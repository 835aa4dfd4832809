import django.utils.timezone
import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0004_queue_without_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='tenant',
            name='state_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='tenant',
            name='state_since',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='tenant',
            name='verified_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant_id', models.UUIDField()),
                ('tenant_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('actor', models.CharField(max_length=120)),
                ('verb', models.CharField(help_text='A dotted name, such as state.suspended', max_length=60)),
                ('sentence', models.CharField(max_length=500)),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['tenant_id', 'at'], name='event_tenant')],
            },
        ),
    ]
