from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0003_versions'),
    ]

    operations = [
        migrations.DeleteModel(name='Answer'),
        migrations.DeleteModel(name='Response'),
        migrations.DeleteModel(name='Choice'),
        migrations.DeleteModel(name='Question'),
        migrations.DeleteModel(name='Section'),
    ]
